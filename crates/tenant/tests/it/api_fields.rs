//! `fields` and `include_fields`.

use serde_json::{Value, json};

use crate::api_scene::{Scene, path_of};

/// As recorded, a connection shows these whatever was asked for.
const ALWAYS: [&str; 4] = ["authentication", "connected_accounts", "id", "is_domain_connection"];

#[tokio::test]
async fn a_connection_shows_what_was_asked_for() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let path = path_of(&connection);
    let whole = members(&scene.get(&path).await.body);
    for (query, also) in [
        ("fields=name", vec!["name"]),
        ("fields=strategy%2Cname&include_fields=true", vec!["name", "strategy"]),
        ("fields=id", vec![]),
        ("fields=options,display_name", vec!["display_name", "options"]),
    ] {
        let mut wanted: Vec<&str> = ALWAYS.into_iter().chain(also).collect();
        wanted.sort_unstable();
        assert_eq!(members(&scene.get(&format!("{path}?{query}")).await.body), wanted, "{query}");
        assert_eq!(members(&scene.get(&format!("connections?{query}")).await.body[0]), wanted, "{query}");
        let page = scene.get(&format!("connections?take=1&{query}")).await;
        assert_eq!(members(&page.body["connections"][0]), wanted, "{query}");
    }
    let without: Vec<String> =
        whole.iter().filter(|name| !["options", "name"].contains(&name.as_str())).cloned().collect();
    let answer = scene.get(&format!("{path}?fields=options,name,id&include_fields=false")).await;
    assert_eq!(members(&answer.body), without);
    assert_eq!(members(&scene.get(&format!("{path}?fields=")).await.body), whole);
    let answer = scene.get(&format!("{path}?fields=name,nonsense")).await;
    answer.assert_error(400, "invalid_query_string", "on property fields");
    let answer = scene.get(&format!("{path}?fields=name&include_fields=1")).await;
    answer.assert_error(400, "invalid_query_string", "on property include_fields");
}

#[tokio::test]
async fn a_part_of_a_member_is_asked_for_with_a_dot() {
    let scene = Scene::start().await;
    let path = format!("clients/{}", scene.application("App").await);
    let algorithm = scene.get(&format!("{path}?fields=jwt_configuration.alg,name")).await.body;
    assert_eq!(algorithm, json!({ "jwt_configuration": { "alg": "RS256" }, "name": "App" }));
    let without = scene.get(&format!("{path}?fields=jwt_configuration.alg&include_fields=false")).await.body;
    assert_eq!(members(&without["jwt_configuration"]), ["lifetime_in_seconds", "secret_encoded"]);
    assert_eq!(without["name"], "App");
    let answer = scene.get("clients?fields=name,nonsense").await;
    answer.assert_error(400, "invalid_query_string", "on property fields");
}

#[tokio::test]
async fn clients_and_users_show_what_was_asked_for() {
    let scene = Scene::start().await;
    let client_id = scene.application("App").await;
    let connection = scene.connection("acme").await;
    scene.user(&connection, "ada", json!({ "email": "ada@example.com", "department": "engines" })).await;
    for (path, query, wanted) in [
        (format!("clients/{client_id}"), "fields=name,client_id", vec!["client_id", "name"]),
        ("clients".to_owned(), "fields=name", vec!["name"]),
        ("users/oidc%7Cacme%7Cada".to_owned(), "fields=email,user_id", vec!["email", "user_id"]),
        ("users".to_owned(), "fields=department", vec!["department"]),
    ] {
        let answer = scene.get(&format!("{path}?{query}")).await.body;
        let one = answer.get(0).unwrap_or(&answer);
        assert_eq!(members(one), wanted, "{path}?{query}");
        let answer = scene.get(&format!("{path}?{query}&include_fields=false")).await.body;
        let one = answer.get(0).unwrap_or(&answer);
        assert!(!members(one).is_empty(), "{path}");
        assert!(wanted.iter().all(|name| one.get(name).is_none()), "{path}: {one}");
    }
}

fn members(object: &Value) -> Vec<String> {
    let mut names: Vec<String> = object.as_object().unwrap_or_else(|| panic!("{object}")).keys().cloned().collect();
    names.sort_unstable();
    names
}
