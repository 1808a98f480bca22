//! The API accepts the options that the published schema of strategy `oidc` accepts, and refuses those that it refuses. The
//! values tried come from the schema itself: each type, each enumerated value, each bound and one beyond it.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::api_scene::{Scene, explicit_options};

/// Null stands for "absent" here, as recorded; the document does not say so.
const NULL_IS_ABSENT: [&str; 6] =
    ["discovery_url", "issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];

#[tokio::test]
async fn members_of_options() {
    let scene = Scene::start().await;
    let schema = scene.published().options_schema();
    let members = properties(&schema);
    assert!(members.len() > 20, "{}", members.len());
    // The metadata has a test of its own.
    let trials = members.iter().filter(|(name, _)| *name != "oidc_metadata").flat_map(|(name, schema)| {
        values(schema).into_iter().map(move |value| Map::from_iter([(name.clone(), value)]))
    });
    agree(&scene, trials.collect()).await;
}

#[tokio::test]
async fn members_of_metadata() {
    let scene = Scene::start().await;
    let schema = scene.published().options_schema();
    let members = properties(&properties(&schema)["oidc_metadata"]);
    assert!(members.len() > 30, "{}", members.len());
    let mut trials = values(&json!({}));
    for (name, schema) in &members {
        trials.extend(values(schema).into_iter().map(|value| {
            // The member in question first: it is what the message of a failure shows.
            let mut metadata = Map::from_iter([(name.clone(), value)]);
            metadata.extend(self::metadata().into_iter().filter(|(other, _)| other != name));
            metadata.into()
        }));
        let lacking: Map<String, Value> = metadata().into_iter().filter(|(other, _)| other != name).collect();
        trials.push(lacking.into());
    }
    let trials = trials.into_iter().map(|metadata| Map::from_iter([("oidc_metadata".to_owned(), metadata)]));
    agree(&scene, trials.collect()).await;
}

/// Sends each trial, over options that are right, to one connection.
async fn agree(scene: &Scene, trials: Vec<Map<String, Value>>) {
    let connection = scene.connection("acme").await;
    let (mut accepted, mut refused, mut otherwise) = (0, 0, Vec::new());
    let mut tried = HashSet::new();
    for trial in trials.into_iter().filter(|trial| tried.insert(Value::from(trial.clone()).to_string())) {
        // With metadata in the options nothing is fetched, whatever `discovery_url` is.
        let mut options = explicit_options();
        options["oidc_metadata"] = metadata().into();
        options.as_object_mut().expect("an object").extend(trial.clone());
        let published = scene.published().options_are_valid(&options) || is_null_for_absent(&trial);
        let wanted = if published && !refused_beyond_the_schema(&trial) { 200 } else { 400 };
        let answer = scene.change_options(&connection, &options).await;
        if answer.status != wanted {
            let trial: String = Value::from(trial).to_string().chars().take(300).collect();
            otherwise.push(format!("{} instead of {wanted} for {trial}: {}", answer.status, answer.body["message"]));
        } else if wanted == 200 {
            accepted += 1;
        } else {
            refused += 1;
        }
    }
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n"));
    assert!(accepted > 100 && refused > 100, "{accepted} accepted, {refused} refused");
}

fn is_null_for_absent(trial: &Map<String, Value>) -> bool {
    trial.iter().all(|(name, value)| value.is_null() && NULL_IS_ABSENT.contains(&name.as_str()))
}

/// The document says in words only that the scopes must hold `openid`, and an empty client ID is none to the real API.
fn refused_beyond_the_schema(trial: &Map<String, Value>) -> bool {
    let text = |name: &str| trial.get(name).and_then(Value::as_str);
    text("client_id") == Some("") || text("scope").is_some_and(|scope| !scope.split(' ').any(|scope| scope == "openid"))
}

fn metadata() -> Map<String, Value> {
    let Value::Object(metadata) = json!({
        "issuer": "https://idp.example",
        "authorization_endpoint": "https://idp.example/authorize",
        "jwks_uri": "https://idp.example/jwks",
        "id_token_signing_alg_values_supported": ["RS256"],
    }) else {
        unreachable!()
    };
    metadata
}

/// The properties of a schema, those of its parts included.
fn properties(schema: &Value) -> Map<String, Value> {
    let mut found = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        found.extend(properties(part));
    }
    found
}

/// Values to try for a schema.
fn values(schema: &Value) -> Vec<Value> {
    let mut values = plain(schema);
    for (name, schema) in properties(schema) {
        values.extend(plain(&schema).into_iter().map(|value| json!({ &name: value })));
    }
    if let Some(member) = schema.get("additionalProperties").filter(|schema| schema.is_object()) {
        for (name, schema) in alternatives(member).flat_map(properties) {
            values.extend(plain(&schema).into_iter().map(|value| json!({ "x": { &name: value } })));
        }
        values.extend(plain(member).into_iter().map(|value| json!({ "x": value })));
        values.push(json!({ "x": { "alias": "login_hint", "value": "both" } }));
    }
    values
}

fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("oneOf").and_then(Value::as_array).into_iter().flatten()
}

/// Values of every type, and around every bound that stands anywhere in the schema.
fn plain(schema: &Value) -> Vec<Value> {
    let mut values = vec![Value::Null, json!(true), json!(7), json!(1.5), json!({}), json!([]), json!({ "x": 1 })];
    let mut texts: Vec<String> =
        ["", "x", "openid", "a b", "x y openid", "example.com", "-a.example", "a..b", "xn--a.b"]
            .into_iter()
            .chain(["http://idp.example/x", "https://idp.example/x", "HTTPS://idp.example/x", "https://a b/"])
            .chain([
                "http://127.0.0.1:9/x",
                "http://localhost",
                "http://localhost.example/",
                "http://[::1]/",
                "ftp://idp.example/",
            ])
            .map(str::to_owned)
            .collect();
    texts
        .extend(found(schema, "enum").into_iter().flat_map(|list| list.as_array().cloned()).flatten().filter_map(text));
    texts.extend(found(schema, "const").into_iter().filter_map(|value| text(value.clone())));
    for length in bounds(schema, ["minLength", "maxLength"]) {
        texts.push("x".repeat(length));
        texts.push("é".repeat(length));
        texts.push(format!("{:x<length$}", "https://a/"));
        texts.push(format!("{:x<length$}", "openid "));
    }
    values.extend(texts.iter().cloned().map(Value::from));
    values.extend(texts.iter().map(|text| json!([text])));
    values.extend([json!([null]), json!([7]), json!([["x"]])]);
    for count in bounds(schema, ["minItems", "maxItems"]) {
        for item in ["x", "openid", "RS256"] {
            values.push(vec![item; count].into());
        }
    }
    values
}

fn text(value: Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Each bound with its neighbours.
fn bounds(schema: &Value, keywords: [&str; 2]) -> Vec<usize> {
    let bounds = keywords.into_iter().flat_map(|keyword| found(schema, keyword)).filter_map(Value::as_u64);
    let mut around: Vec<usize> = bounds
        .filter_map(|bound| usize::try_from(bound).ok())
        .flat_map(|bound| [bound.saturating_sub(1), bound, bound + 1])
        .collect();
    around.sort_unstable();
    around.dedup();
    around
}

/// The values of a keyword anywhere in the schema.
fn found<'a>(schema: &'a Value, keyword: &str) -> Vec<&'a Value> {
    match schema {
        Value::Object(object) => {
            let inside = object.values().flat_map(|value| found(value, keyword));
            object.get(keyword).into_iter().chain(inside).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| found(item, keyword)).collect(),
        _ => Vec::new(),
    }
}
