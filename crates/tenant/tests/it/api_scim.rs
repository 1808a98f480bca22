//! The configuration of inbound SCIM, its tokens, and what a token is worth at the server.

use chrono::{DateTime, TimeDelta, Utc};
use lintel_management::{Client, ScimPair};
use lintel_oidc::Clock;
use lintel_tenant::{Folder, KeySource, ScimScope, Tenant, store::ScimTokenVerdict};
use serde_json::{Value, json};

use crate::{
    api_client::client,
    api_scene::{Answer, Scene, config, path_of},
};

#[tokio::test]
async fn a_second_configuration_is_refused_and_half_a_change_too() {
    let scene = Scene::start().await;
    let path = scim_path(&scene.connection("acme").await);
    scene.patch(&path, &json!({ "user_id_attribute": "userName", "mapping": [] })).await.assert_error(
        404,
        "",
        "Not Found",
    );
    assert_eq!(scene.post(&path, &json!({})).await.status, 201);
    scene.post(&path, &json!({})).await.assert_error(400, "", "SCIM configuration alreay exists for connection");
    for (body, why) in [
        (json!({ "mapping": [] }), "Missing required property: user_id_attribute"),
        (json!({ "user_id_attribute": "userName" }), "Missing required property: mapping"),
        (json!({ "user_id_attribute": 5, "mapping": [] }), "Expected type string but found type integer"),
        (json!({ "user_id_attribute": "a", "mapping": [{ "scim": 5 }] }), "on property mapping[0].scim"),
        (json!({ "user_id_attribute": "a", "mapping": vec![json!({}); 501] }), "maximum 500"),
        (json!({ "user_id_attribute": "a", "mapping": [], "more": 1 }), "Additional properties not allowed: more"),
    ] {
        scene.patch(&path, &body).await.assert_error(400, "invalid_body", why);
    }
    let before = scene.get(&path).await.body;
    assert_eq!(before["user_id_attribute"], "externalId");
    let pairs = json!([{ "scim": "userName", "auth0": "email", "note": "kept" }, {}]);
    let changed = scene.patch(&path, &json!({ "user_id_attribute": "userName", "mapping": pairs })).await;
    assert_eq!((&changed.body["mapping"], &changed.body["created_at"]), (&pairs, &before["created_at"]));
    assert_eq!(scene.get(&path).await.body, changed.body);
}

#[tokio::test]
async fn configurations_are_listed_in_pages() {
    let scene = Scene::start().await;
    for name in ["a", "b", "c"] {
        let path = scim_path(&scene.connection(name).await);
        assert_eq!(scene.post(&path, &Value::Null).await.status, 201);
    }
    let first = scene.get("connections-scim-configurations?take=2").await.body;
    assert_eq!(names(&first), ["a", "b"]);
    let next = first["next"].as_str().expect("a next page");
    let last = scene.get(&format!("connections-scim-configurations?take=2&from={next}")).await.body;
    assert_eq!((names(&last), last.get("next")), (vec!["c"], None));
    assert_eq!(client(&scene).scim_configurations().await.expect("a list").len(), 3);
    let none = scene.get("connections-directory-provisionings").await;
    assert_eq!(none.body, json!({ "directory_provisionings": [] }));
}

#[tokio::test]
async fn there_are_two_tokens_at_most_and_each_is_shown_once() {
    let scene = Scene::start().await;
    let path = scim_path(&scene.connection("acme").await);
    let tokens = format!("{path}/tokens");
    scene.post(&tokens, &json!({ "scopes": ["get:users"] })).await.assert_error(404, "", "Not Found");
    scene.post(&path, &Value::Null).await;
    let first = scene
        .post(&tokens, &json!({ "scopes": ["post:users", "get:users", "get:users"], "token_lifetime": 901 }))
        .await;
    assert_eq!(first.body["scopes"], json!(["get:users", "post:users"]));
    let value = text(&first, "token");
    let (id, secret) = value.split_once('.').expect("a dot");
    assert_eq!((id, secret.len()), (text(&first, "token_id"), 64));
    assert!(id.starts_with("tok_") && id.len() == 20 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{value}");
    let at = |member: &str| DateTime::parse_from_rfc3339(text(&first, member)).expect("a time");
    assert_eq!(at("valid_until") - at("created_at"), TimeDelta::seconds(901));
    let second = scene.post(&tokens, &json!({ "token_lifetime": null })).await;
    assert_eq!(second.body["scopes"], json!(ScimScope::ALL));
    assert_eq!(second.body.get("valid_until"), None);
    scene.post(&tokens, &json!({})).await.assert_error(
        409,
        "",
        "Maximum of 2 tokens already issued for this connection",
    );
    let listed = scene.get(&tokens).await;
    assert_eq!(listed.body.as_array().map(Vec::len), Some(2));
    assert!(!listed.text.contains(secret), "{}", listed.text);
    assert_eq!(scene.delete(&format!("{tokens}/{id}")).await.status, 204);
    assert_eq!(scene.get(&tokens).await.body[0]["token_id"], second.body["token_id"]);
    assert_eq!(scene.post(&tokens, &json!({})).await.status, 201);
}

#[tokio::test]
async fn a_token_of_no_scope_or_of_a_short_life_is_refused() {
    let scene = Scene::start().await;
    let path = scim_path(&scene.connection("acme").await);
    scene.post(&path, &Value::Null).await;
    for (body, why) in [
        (json!({ "scopes": [] }), "Array is too short (0 items), minimum 1"),
        (json!({ "scopes": ["read:users"] }), "No enum match for: read:users"),
        (json!({ "token_lifetime": 900 }), "Value 900 is less than minimum 901"),
        (json!({ "token_lifetime": u64::MAX }), "is greater than maximum"),
        (json!({ "token_lifetime": 1000.5 }), "Expected type integer but found type number"),
        (json!({ "token_lifetime": "1000" }), "Expected type integer but found type string"),
        (json!({ "lifetime": 1000 }), "Additional properties not allowed: lifetime"),
    ] {
        scene.post(&format!("{path}/tokens"), &body).await.assert_error(400, "invalid_body", why);
    }
}

#[tokio::test]
async fn a_presented_token_is_told_for_what_it_is() {
    let scene = Scene::start().await;
    let (own, other) = (scene.connection("own").await, scene.connection("other").await);
    for connection in [&own, &other] {
        scene.post(&scim_path(connection), &Value::Null).await;
    }
    let made = scene
        .post(&format!("{}/tokens", scim_path(&own)), &json!({ "scopes": ["get:users"], "token_lifetime": 1000 }))
        .await;
    let value = text(&made, "token");
    let worth = async |connection: &Value, presented: &str, after: i64| {
        let now = Utc::now() + TimeDelta::seconds(after);
        let id = connection["id"].as_str().expect("an ID");
        scene.tenant.store().scim_token(id, presented, now).await.expect("a verdict")
    };
    let ScimTokenVerdict::Good(token) = worth(&own, value, 0).await else { panic!("not good") };
    assert_eq!((token.scopes, token.last_used_at), (vec!["get:users".to_owned()], None));
    assert_eq!(worth(&other, value, 0).await, ScimTokenVerdict::OfAnotherConnection);
    let until = text(&made, "valid_until").to_owned();
    assert_eq!(worth(&own, value, 1001).await, ScimTokenVerdict::Expired { at: until });
    let wrong = format!("{}{}", &value[..84], if value.ends_with('0') { '1' } else { '0' });
    for presented in [wrong.as_str(), text(&made, "token_id"), "", ".", &value[..84], &format!("{value}0"), "tok_a.b"] {
        assert_eq!(worth(&own, presented, 0).await, ScimTokenVerdict::Unknown, "{presented}");
    }
    // Switched off and on again: the token stays ended.
    scene.delete(&scim_path(&own)).await;
    scene.post(&scim_path(&own), &Value::Null).await;
    assert!(matches!(worth(&own, value, 0).await, ScimTokenVerdict::Revoked { .. }));
    assert_eq!(scene.get(&format!("{}/tokens", scim_path(&own))).await.body, json!([]));
}

#[tokio::test]
async fn a_use_is_written_down_once_a_minute() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let (id, path) = (connection["id"].as_str().expect("an ID"), scim_path(&connection));
    scene.post(&path, &Value::Null).await;
    let made = scene.post(&format!("{path}/tokens"), &Value::Null).await;
    made.assert_error(400, "invalid_body", "Expected type object");
    let made = scene.post(&format!("{path}/tokens"), &json!({})).await;
    let now = DateTime::parse_from_rfc3339("2026-11-28T10:00:00Z").expect("a time").to_utc();
    for (after, written) in [(0, "10:00:00"), (59, "10:00:00"), (60, "10:01:00"), (119, "10:01:00"), (300, "10:05:00")]
    {
        let presented = scene.tenant.store().scim_token(id, text(&made, "token"), now + TimeDelta::seconds(after));
        assert!(matches!(presented.await, Ok(ScimTokenVerdict::Good(_))));
        let listed = scene.get(&format!("{path}/tokens")).await.body;
        assert_eq!(listed[0]["last_used_at"], format!("2026-11-28T{written}.000Z"), "after {after} s");
    }
}

/// A token in the file is worth nothing to who reads it.
#[tokio::test]
async fn the_value_of_a_token_stands_nowhere_in_the_database() {
    let directory = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(directory.path()).expect("the folder");
    let config = config(folder, KeySource::Given([7; 32]), Clock::system());
    let scene = Scene::of(Tenant::open(config).await.expect("a tenant")).await;
    let path = scim_path(&scene.connection("acme").await);
    scene.post(&path, &Value::Null).await;
    let made = scene.post(&format!("{path}/tokens"), &json!({})).await;
    let secret = text(&made, "token").split_once('.').expect("a dot").1.to_owned();
    scene.close().await;
    for file in std::fs::read_dir(directory.path()).expect("the folder").flatten().filter(|file| file.path().is_file())
    {
        let bytes = std::fs::read(file.path()).expect("a file");
        assert!(!bytes.windows(64).any(|window| window == secret.as_bytes()), "{:?}", file.path());
    }
}

#[tokio::test]
async fn the_client_switches_scim_on_changes_it_and_swaps_its_tokens() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let id = connection["id"].as_str().expect("an ID");
    let client: Client = client(&scene);
    assert_eq!(client.scim_configuration(id).await.expect("off"), None);
    assert_eq!(
        client.scim_configuration("con_none").await.expect_err("no connection").code(),
        Some("inexistent_connection")
    );
    let made = client.create_scim_configuration(id, None).await.expect("on");
    assert_eq!(made.mapping, client.scim_default_mapping(id).await.expect("a mapping"));
    assert_eq!(made.other["strategy"], "oidc");
    let mut pairs = vec![ScimPair::new("userName", "preferred_username")];
    pairs[0].other.insert("note".to_owned(), "kept".into());
    let changed = client.update_scim_configuration(id, "userName", &pairs).await.expect("a change");
    assert_eq!((changed.user_id_attribute.as_deref(), &changed.mapping), (Some("userName"), &pairs));
    let scopes = ["get:users".to_owned(), "post:users".to_owned()];
    let old = client.create_scim_token(id, &scopes, None).await.expect("a token");
    let new = client.create_scim_token(id, &scopes, Some(86_400)).await.expect("a token");
    assert!(!format!("{new:?}").contains(&new.token[21..]), "{new:?}");
    assert_eq!(client.create_scim_token(id, &scopes, None).await.expect_err("two").status(), Some(409));
    client.revoke_scim_token(id, &old.made.token_id).await.expect("revoked");
    let tokens = client.scim_tokens(id).await.expect("tokens");
    assert_eq!(tokens, [new.made]);
    client.delete_scim_configuration(id).await.expect("off");
    assert_eq!(client.scim_configuration(id).await.expect("off"), None);
    let again = client.create_scim_configuration(id, Some(("userName", &pairs))).await.expect("on");
    assert_eq!(again.mapping, pairs);
}

fn scim_path(connection: &Value) -> String {
    format!("{}/scim-configuration", path_of(connection))
}

fn text<'a>(answer: &'a Answer, member: &str) -> &'a str {
    answer.body[member].as_str().unwrap_or_else(|| panic!("no {member}: {}", answer.text))
}

fn names(list: &Value) -> Vec<&str> {
    let items = list["scim_configurations"].as_array().expect("a list").iter();
    items.filter_map(|item| item["connection_name"].as_str()).collect()
}
