//! `/api/v2/organizations`: by the published schemas, and where those end by the types of Auth0's own client.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api_scene::{Answer, Scene, path_of};

async fn created(scene: &Scene, body: Value) -> Value {
    let answer = scene.post("organizations", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.body
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an ID")
}

async fn members(scene: &Scene, method: Method, organization: &Value, user_ids: &[&str]) -> Answer {
    let token = scene.with_scopes("").await.token;
    let path = format!("organizations/{}/members", id(organization));
    scene.send(method, &path, |request| request.bearer_auth(token).json(&json!({ "members": user_ids }))).await
}

#[tokio::test]
async fn an_organization_lives_from_its_creation_to_its_end() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let enabled = json!([{ "connection_id": connection["id"], "assign_membership_on_login": true }]);
    let asked = json!({
        "name": "acme-corp", "display_name": "Acme Corp", "metadata": { "plan": "gold", "team": "a" },
        "branding": { "logo_url": "https://acme.example/logo.svg", "colors": { "primary": "#FF0000", "page_background": "#fff" } },
        "enabled_connections": enabled,
    });
    let made = created(&scene, asked).await;
    assert!(id(&made).starts_with("org_"), "{made}");
    assert_eq!(made["enabled_connections"][0]["connection"], json!({ "name": "acme", "strategy": "oidc" }));
    let path = format!("organizations/{}", id(&made));
    let read = scene.get(&path).await.body;
    assert_eq!((&read["display_name"], read.get("enabled_connections")), (&json!("Acme Corp"), None));
    assert_eq!(scene.get("organizations/name/acme-corp").await.body, read);
    let changed = scene.patch(&path, &json!({ "name": "acme", "metadata": { "plan": null, "seats": "9" } })).await.body;
    assert_eq!((&changed["name"], &changed["metadata"]), (&json!("acme"), &json!({ "team": "a", "seats": "9" })));
    scene.get("organizations/name/acme-corp").await.assert_error(404, "inexistent_organization", "by that id or name");
    for _ in 0..2 {
        assert_eq!(scene.delete(&path).await.status, 204);
    }
    scene.get(&path).await.assert_error(404, "inexistent_organization", "No organization found");
    assert_eq!(scene.get(&path_of(&connection)).await.status, 200, "the connection stays");
}

#[tokio::test]
async fn what_no_organization_can_be_is_refused_and_names_are_taken_once() {
    let scene = Scene::start().await;
    created(&scene, json!({ "name": "acme" })).await;
    let other = created(&scene, json!({ "name": "other" })).await;
    let taken = "An organization named acme exists already";
    scene.post("organizations", &json!({ "name": "acme" })).await.assert_error(409, "organization_conflict", taken);
    let path = format!("organizations/{}", id(&other));
    scene.patch(&path, &json!({ "name": "acme" })).await.assert_error(409, "organization_conflict", taken);
    let many: serde_json::Map<String, Value> = (0..26).map(|n| (format!("k{n}"), json!("v"))).collect();
    for (asked, message) in [
        (json!({}), "Missing required property: name"),
        (json!({ "name": "Acme" }), "format organization-name: Acme"),
        (json!({ "name": "-a" }), "begins with a letter or a digit"),
        (json!({ "name": "org_abc" }), "not with org_"),
        (json!({ "name": "a".repeat(51) }), "maximum 50"),
        (json!({ "name": "a", "display_name": "" }), "minimum 1"),
        (json!({ "name": "a", "id": "org_1" }), "Additional properties not allowed: id"),
        (json!({ "name": "a", "branding": { "logo_url": "http://a.example" } }), "strict-https-uri-or-null"),
        (
            json!({ "name": "a", "branding": { "colors": { "primary": "crimson", "page_background": "#fff" } } }),
            "html-color",
        ),
        (json!({ "name": "a", "metadata": many }), "maximum 25"),
        (json!({ "name": "a", "metadata": { "k": "v".repeat(256) } }), "maximum 255"),
        (json!({ "name": "a", "enabled_connections": [{ "connection_id": "con_none" }] }), "con_none does not exist"),
    ] {
        scene.post("organizations", &asked).await.assert_error(400, "invalid_body", message);
    }
    assert_eq!(scene.get("organizations").await.names(""), ["acme", "other"], "nothing is left of what was refused");
}

#[tokio::test]
async fn the_list_comes_in_both_pagings_and_in_the_order_that_is_asked_for() {
    let scene = Scene::start().await;
    for name in ["b", "c", "a"] {
        created(&scene, json!({ "name": name, "display_name": name.repeat(2) })).await;
    }
    assert_eq!(scene.get("organizations?sort=name:1").await.names(""), ["a", "b", "c"]);
    assert_eq!(scene.get("organizations?sort=display_name:-1").await.names(""), ["c", "b", "a"]);
    assert_eq!(scene.get("organizations?sort=created_at:-1").await.names(""), ["a", "c", "b"]);
    for (sort, in_order) in [
        ("created_at:1", ["b", "c", "a"]),
        ("created_at:-1", ["a", "c", "b"]),
        ("name:1", ["a", "b", "c"]),
        ("name:-1", ["c", "b", "a"]),
        ("display_name:1", ["a", "b", "c"]),
    ] {
        let page = scene.get(&format!("organizations?take=2&sort={sort}")).await;
        let next = page.body["next"].as_str().expect("a checkpoint");
        let last = scene.get(&format!("organizations?take=2&sort={sort}&from={next}")).await;
        let listed = [page.names("organizations"), last.names("organizations")].concat();
        assert_eq!((listed.as_slice(), last.body.get("next")), (&in_order[..], None), "{sort}");
    }
    scene.get("organizations?take=2&from=org_none").await.assert_error(400, "invalid_query_string", "checkpoint");
    scene.get("organizations?sort=id:1").await.assert_error(400, "invalid_query_string", "id:1");
    let page = scene.get("organizations?include_totals=true&per_page=2&page=1").await;
    assert_eq!((page.names("organizations"), &page.body["total"]), (vec!["a"], &json!(3)));
    let first = scene.get("organizations?take=2").await;
    assert_eq!(first.names("organizations"), ["b", "c"]);
    let next = first.body["next"].as_str().expect("a checkpoint");
    let last = scene.get(&format!("organizations?take=2&from={next}")).await;
    assert_eq!((last.names("organizations"), last.body.get("next")), (vec!["a"], None));
}

#[tokio::test]
async fn a_connection_is_enabled_switched_and_disabled_for_an_organization() {
    let scene = Scene::start().await;
    let (connection, organization) = (scene.connection("acme").await, created(&scene, json!({ "name": "acme" })).await);
    let enabled = format!("organizations/{}/enabled_connections", id(&organization));
    let own = format!("{enabled}/{}", id(&connection));
    scene.get(&own).await.assert_error(404, "", "is not enabled for the organization");
    scene.patch(&own, &json!({ "show_as_button": false })).await.assert_error(404, "", "is not enabled");
    let answer = scene.post(&enabled, &json!({ "connection_id": connection["id"] })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let as_new = json!({
        "connection_id": connection["id"], "assign_membership_on_login": false, "show_as_button": true,
        "is_signup_enabled": false, "connection": { "name": "acme", "strategy": "oidc" },
    });
    assert_eq!(answer.body, as_new);
    scene.post(&enabled, &json!({ "connection_id": connection["id"] })).await.assert_error(
        409,
        "connection_conflict",
        "already exists",
    );
    scene.post(&enabled, &json!({ "connection_id": "con_none" })).await.assert_error(400, "invalid_body", "con_none");
    let switched = scene.patch(&own, &json!({ "assign_membership_on_login": true })).await.body;
    assert_eq!((&switched["assign_membership_on_login"], &switched["show_as_button"]), (&json!(true), &json!(true)));
    assert_eq!(scene.get(&own).await.body, switched);
    let page = scene.get(&format!("{enabled}?include_totals=true")).await.body;
    assert_eq!((&page["total"], &page["enabled_connections"]), (&json!(1), &json!([switched])));
    for _ in 0..2 {
        assert_eq!(scene.delete(&own).await.status, 204);
    }
    assert_eq!(scene.get(&enabled).await.body, json!([]));
    scene.post(&enabled, &json!({ "connection_id": connection["id"] })).await;
    assert_eq!(scene.delete(&path_of(&connection)).await.status, 202);
    assert_eq!(scene.get(&enabled).await.body, json!([]), "it goes with the connection");
    scene.get("organizations/org_none/enabled_connections").await.assert_error(404, "inexistent_organization", "");
}

#[tokio::test]
async fn members_come_and_go_and_each_user_has_their_organizations() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let ada = scene.user(&connection, "ada", json!({ "name": "Ada", "email": "ada@acme.example" })).await;
    let bob = scene.user(&connection, "bob", json!({ "name": "Bob" })).await;
    let organization = created(&scene, json!({ "name": "acme" })).await;
    let nobody = members(&scene, Method::POST, &organization, &[&ada, "oidc|acme|eve"]).await;
    nobody.assert_error(400, "", "oidc|acme|eve does not exist; nobody was added");
    for _ in 0..2 {
        assert_eq!(members(&scene, Method::POST, &organization, &[&ada, &bob]).await.status, 204);
    }
    let path = format!("organizations/{}/members", id(&organization));
    let listed = scene.get(&path).await;
    assert_eq!(listed.names(""), ["Ada", "Bob"]);
    assert_eq!(listed.body[0]["email"], "ada@acme.example");
    let roles = scene.get(&format!("{path}?fields=user_id,roles")).await.body;
    assert_eq!(roles[0], json!({ "user_id": ada, "roles": [] }));
    let first = scene.get(&format!("{path}?take=1")).await.body;
    let next = first["next"].as_str().expect("a checkpoint").replace('|', "%7C");
    assert_eq!(scene.get(&format!("{path}?take=1&from={next}")).await.names("members"), ["Bob"]);
    let of_ada = format!("users/{}/organizations", ada.replace('|', "%7C"));
    assert_eq!(scene.get(&of_ada).await.names(""), ["acme"]);
    scene.get("users/none/organizations").await.assert_error(404, "inexistent_user", "");
    assert_eq!(members(&scene, Method::DELETE, &organization, &[&ada, "oidc|acme|eve"]).await.status, 204);
    assert_eq!(scene.get(&of_ada).await.body, json!([]));
    assert_eq!(scene.delete(&format!("users/{}", bob.replace('|', "%7C"))).await.status, 204);
    assert_eq!(scene.get(&path).await.body, json!([]), "membership goes with the user");
    members(&scene, Method::POST, &organization, &[]).await.assert_error(400, "invalid_body", "minimum 1");
    members(&scene, Method::POST, &organization, &["x"; 11]).await.assert_error(400, "invalid_body", "maximum 10");
}

#[tokio::test]
async fn each_call_takes_its_own_scope() {
    let scene = Scene::start().await;
    let organization = created(&scene, json!({ "name": "acme" })).await;
    let own = format!("organizations/{}", id(&organization));
    let enabled = format!("{own}/enabled_connections");
    let caller = scene.with_scopes("read:connections").await;
    for (scope, answer) in [
        ("read:organizations", caller.get("organizations").await),
        ("read:organizations", caller.get(&own).await),
        ("read:organizations", caller.get("organizations/name/acme").await),
        ("create:organizations", caller.post("organizations", &json!({ "name": "b" })).await),
        ("update:organizations", caller.patch(&own, &json!({ "name": "b" })).await),
        ("delete:organizations", caller.delete(&own).await),
        ("read:organization_connections", caller.get(&enabled).await),
        ("create:organization_connections", caller.post(&enabled, &json!({ "connection_id": "x" })).await),
        ("update:organization_connections", caller.patch(&format!("{enabled}/x"), &json!({})).await),
        ("delete:organization_connections", caller.delete(&format!("{enabled}/x")).await),
        ("read:organization_members", caller.get(&format!("{own}/members")).await),
        ("create:organization_members", caller.post(&format!("{own}/members"), &json!({})).await),
    ] {
        answer.assert_error(403, "insufficient_scope", scope);
    }
    let summary = scene.with_scopes("read:organizations_summary").await;
    assert_eq!(summary.get("organizations").await.status, 200);
}
