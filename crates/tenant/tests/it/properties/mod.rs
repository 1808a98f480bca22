//! Whatever is asked of the API: an answer in its own words, and the one that a plain reading of the question gives.

#[path = "../../../../../tests/properties/hold.rs"]
mod hold;

use std::cmp::Ordering;

use hold::hold;
use proptest::{collection::vec, option, prelude::*, sample::select, test_runner::TestCaseError};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use url::form_urlencoded;

use crate::api_scene::{Answer, Scene};

fn get(runtime: &Runtime, scene: &Scene, params: &[(&str, &str)]) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
    runtime.block_on(scene.get(&format!("users?{query}")))
}

/// Names, values and joints of the search syntax, right and wrong, and anything else.
fn searches() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(vec!["email", "name", "identities.connection", "user_id", "logins_count", "x", "_", ".", ""]).prop_map(str::to_owned),
        3 => select(vec![":", ":", "\"", "*", "\\", " AND ", " AND", " OR ", "NOT ", "(", ")", "~", "^2", "[1 TO 5]", "\t"]).prop_map(str::to_owned),
        3 => select(vec!["ada@example.com", "Ada", "acme", "İ", "ß", "1"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_search_is_answered_or_refused_and_finds_nobody_who_does_not_exist() {
    let runtime = Runtime::new().expect("a runtime");
    let scene = runtime.block_on(Scene::start());
    let names = ["Ada", "ada", "İpek", "ß", "a*b", "\"quoted\"", ""];
    runtime.block_on(async {
        let connection = scene.connection("acme").await;
        for (number, name) in names.iter().enumerate() {
            let profile = json!({ "name": name, "email": format!("{number}@example.com"), "x": [name, number] });
            scene.user(&connection, &number.to_string(), profile).await;
        }
    });
    let all = get(&runtime, &scene, &[]).body;
    let all = all.as_array().expect("a list");
    hold(400, searches(), |search| {
        let answer = get(&runtime, &scene, &[("q", &search), ("search_engine", "v3")]);
        match answer.status {
            200 => {
                let found = answer.body.as_array().cloned().unwrap_or_default();
                prop_assert!(found.iter().all(|user| all.contains(user)), "{}", answer.text);
                let again = get(&runtime, &scene, &[("q", &format!(" {search} ")), ("per_page", "100")]);
                prop_assert_eq!(again.body, answer.body, "blanks around it change nothing");
            }
            400 => prop_assert_eq!(&answer.body["errorCode"], "invalid_query_string"),
            status => prop_assert!(false, "{status}: {}", answer.text),
        }
        Ok(())
    });
    let quotable = any::<String>().prop_map(|text| text.replace('"', ""));
    let names_or_others = prop_oneof![select(names.to_vec()).prop_map(|name| name.replace('"', "")), quotable];
    hold(200, names_or_others, |name| {
        let found = get(&runtime, &scene, &[("q", &format!("name:\"{name}\""))]);
        let wanted: Vec<&Value> = all
            .iter()
            .filter(|user| user["name"].as_str().is_some_and(|own| own.to_lowercase() == name.to_lowercase()))
            .collect();
        prop_assert_eq!(found.body, json!(wanted), "between quotes every sign stands for itself");
        Ok(())
    });
}

fn attributes() -> impl Strategy<Value = Vec<Option<Value>>> {
    let value = prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_filter_map("a number", |number| number.is_finite().then(|| number.into())),
        "[a-cA-C]{0,2}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!([5, "a"])),
    ];
    // Rust looks at a sort more closely from some twenty items on.
    vec(option::weighted(0.8, value), 24)
}

/// First what has no order, then numbers, then texts.
fn compare(one: &Value, other: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Number(_) => 1,
        Value::String(_) => 2,
        _ => 0,
    };
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_lowercase();
    rank(one)
        .cmp(&rank(other))
        .then_with(|| number(one).total_cmp(&number(other)))
        .then_with(|| text(one).cmp(&text(other)))
}

#[test]
fn users_of_any_attributes_are_listed_in_one_order() {
    let runtime = Runtime::new().expect("a runtime");
    let scene = runtime.block_on(Scene::start());
    let connection = runtime.block_on(scene.connection("acme"));
    hold(12, attributes(), |attributes| {
        runtime.block_on(async {
            for (number, attribute) in attributes.iter().enumerate() {
                let profile = attribute.as_ref().map_or_else(|| json!({}), |value| json!({ "x": value }));
                scene.user(&connection, &number.to_string(), profile).await;
            }
        });
        let subjects = |answer: &Answer| -> Result<Vec<usize>, TestCaseError> {
            let users = answer.body.as_array().ok_or_else(|| TestCaseError::fail(answer.text.clone()))?;
            let ids = users.iter().filter_map(|user| user["user_id"].as_str()?.rsplit('|').next()?.parse().ok());
            Ok(ids.collect())
        };
        for (sort, descending) in [("x:1", false), ("x:-1", true)] {
            let mut wanted: Vec<usize> = (0..attributes.len()).collect();
            wanted.sort_by(|one, other| {
                let value = |number: &usize| attributes[*number].clone().unwrap_or(Value::Null);
                let order = compare(&value(one), &value(other));
                if descending { order.reverse() } else { order }
            });
            prop_assert_eq!(subjects(&get(&runtime, &scene, &[("sort", sort)]))?, wanted, "{}", sort);
        }
        Ok(())
    });
}
