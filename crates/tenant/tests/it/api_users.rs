//! `/api/v2/users`: who has signed in.

use serde_json::json;

use crate::api_scene::Scene;

#[tokio::test]
async fn a_user_as_the_api_shows_it() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let profile = json!({ "email": "ada@example.com", "email_verified": true, "name": "Ada", "groups": ["a", "b"] });
    let user_id = scene.user(&connection, "ada", profile).await;
    assert_eq!(user_id, "oidc|acme|ada");
    let shown = scene.get("users/oidc%7Cacme%7Cada").await.body;
    for (member, value) in [
        ("user_id", json!("oidc|acme|ada")),
        ("email", json!("ada@example.com")),
        ("email_verified", json!(true)),
        ("groups", json!(["a", "b"])),
        ("logins_count", json!(1)),
        ("identities", json!([{ "user_id": "acme|ada", "provider": "oidc", "connection": "acme", "isSocial": false }])),
    ] {
        assert_eq!(shown[member], value, "{member}");
    }
    for member in ["created_at", "updated_at", "last_login"] {
        let at = shown[member].as_str().expect("a time");
        assert!(chrono::DateTime::parse_from_rfc3339(at).is_ok(), "{member}: {at}");
    }
    assert_eq!(scene.get("users").await.body, json!([shown]));
    scene.get("users/oidc%7Cacme%7Cnobody").await.assert_error(404, "inexistent_user", "The user does not exist");
}

#[tokio::test]
async fn a_subject_of_any_characters_is_found_by_its_encoded_id() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    for (subject, encoded) in [("a/b", "a%2Fb"), ("a b+c", "a%20b%2Bc"), ("é%41", "%C3%A9%2541"), ("a|b?", "a%7Cb%3F")]
    {
        let user_id = scene.user(&connection, subject, json!({})).await;
        let path = format!("users/oidc%7Cacme%7C{encoded}");
        assert_eq!(scene.get(&path).await.body["user_id"], user_id, "{subject}");
        assert_eq!(scene.delete(&path).await.status, 204);
        assert_eq!(scene.get(&path).await.status, 404, "{subject}");
    }
}

#[tokio::test]
async fn users_are_searched() {
    let scene = Scene::start().await;
    let (acme, other) = (scene.connection("acme").await, scene.connection("other").await);
    scene.user(&acme, "ada", json!({ "name": "Ada Lovelace", "email": "ada@example.com" })).await;
    scene.user(&acme, "bob", json!({ "name": "Bob", "email": "bob@example.com" })).await;
    scene.user(&other, "ada", json!({ "name": "Other Ada", "email": "ada@other.example" })).await;
    for (q, names) in [
        ("", vec!["Ada Lovelace", "Bob", "Other Ada"]),
        (r#"identities.connection:"acme""#, vec!["Ada Lovelace", "Bob"]),
        (r#"identities.connection:"acm""#, vec![]),
        (r#"identities.connection:"acme" AND email:"ada@example.com""#, vec!["Ada Lovelace"]),
        (r#"email:*EXAMPLE*"#, vec!["Ada Lovelace", "Bob", "Other Ada"]),
        (r#"email:*@other* AND identities.connection:"other""#, vec!["Other Ada"]),
        (r#"identities.connection:"acme" AND email:*other*"#, vec![]),
        (r#"email:"*""#, vec![]),
        (r#"email:ADA@*"#, vec!["Ada Lovelace", "Other Ada"]),
        (r#"user_id:"oidc|other|ada""#, vec!["Other Ada"]),
        (r#"name:"ada lovelace""#, vec!["Ada Lovelace"]),
        ("logins_count:1", vec!["Ada Lovelace", "Bob", "Other Ada"]),
    ] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
        let answer = scene.get(&format!("users?{query}&search_engine=v3")).await;
        assert_eq!(answer.names(""), names, "{q}");
        let totals = scene.get(&format!("users?{query}&include_totals=true")).await;
        assert_eq!(totals.body["total"], names.len(), "{q}");
    }
    for q in ["ada", "email:a OR email:b", "NOT email:a", r#"email:"open"#] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
        scene.get(&format!("users?{query}")).await.assert_error(400, "invalid_query_string", "understood here");
    }
}

#[tokio::test]
async fn users_are_sorted() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    for name in ["b", "C", "a"] {
        scene.user(&connection, name, json!({ "name": name })).await;
    }
    scene.user(&connection, "a", json!({ "name": "a" })).await;
    assert_eq!(scene.get("users?sort=name:1").await.names(""), ["a", "b", "C"]);
    assert_eq!(scene.get("users?sort=name:-1").await.names(""), ["C", "b", "a"]);
    assert_eq!(scene.get("users?sort=logins_count:-1&per_page=1").await.names(""), ["a"]);
    scene.get("users?sort=name").await.assert_error(400, "invalid_query_string", "on property sort");
}

#[tokio::test]
async fn delete_removes_the_user() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    scene.user(&connection, "ada", json!({ "name": "Ada" })).await;
    let bob = scene.user(&connection, "bob", json!({ "name": "Bob" })).await;
    let path = "users/oidc%7Cacme%7Cada";
    assert_eq!(scene.delete(path).await.status, 204);
    scene.get(path).await.assert_error(404, "inexistent_user", "");
    assert_eq!(scene.get("users").await.names(""), ["Bob"], "and no other");
    assert_eq!(scene.delete(path).await.status, 204, "as published, also when there is nobody");
    scene.user(&connection, "ada", json!({ "name": "Ada" })).await;
    assert_eq!(scene.get(path).await.body["logins_count"], 1, "a new user, who remembers nothing");
    assert_eq!(scene.tenant.store().user(&bob).await.expect("a database").expect("a user")["logins_count"], 1);
}

#[tokio::test]
async fn the_newest_logins_come_first_page_by_page_whatever_else_is_asked() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    for subject in ["a", "b", "c", "d", "e"] {
        scene.user(&connection, subject, json!({ "name": subject, "email": "x@example.com" })).await;
        // Two logins in one millisecond have no order.
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    scene.user(&connection, "b", json!({ "name": "b", "email": "x@example.com" })).await;
    for (page, names) in [(0, vec!["b", "e"]), (1, vec!["d", "c"]), (2, vec!["a"]), (3, vec![])] {
        for query in ["", "&q=email:x*"] {
            let path = format!("users?sort=last_login:-1&per_page=2&page={page}&include_totals=true{query}");
            let answer = scene.get(&path).await;
            assert_eq!((answer.names("users"), &answer.body["total"]), (names.clone(), &json!(5)), "{path}");
        }
    }
}
