//! What is refused, each by its own words, and changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scim_scene::{GROUP, PATCH, Provisioning, USER, encoded, text};

#[tokio::test]
async fn a_token_that_will_not_do_is_told_why() {
    let provisioning = Provisioning::start().await;
    let other = provisioning.scene.connection("other", json!({ "type": "back_channel" })).await;
    let other = text(&other, "id").to_owned();
    provisioning.switch_on(&other).await;
    let foreign = provisioning.token_of(&other, &["get:users"]).await;
    let reader = provisioning.token_of(provisioning.id(), &["get:users"]).await;
    for (authorization, says) in [
        (String::new(), "No token came"),
        ("non-token".to_owned(), "No token came"),
        ("Basic YTpi".to_owned(), "No token came"),
        ("Bearer nonsense".to_owned(), "none that was made for this connection"),
        (format!("Bearer {}x", provisioning.token), "none that was made for this connection"),
        (format!("Bearer {foreign}"), "made for another connection"),
    ] {
        for path in ["/Users", "/ServiceProviderConfig", "/Groups/x"] {
            let answer = provisioning.send_as(&authorization, "GET", path, None).await;
            answer.refused(401, "", says);
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    let user = json!({ "schemas": [USER], "userName": "ada@harbour.example" });
    let bearer = format!("Bearer {reader}");
    provisioning.send_as(&bearer, "POST", "/Users", Some(&user)).await.refused(403, "", "post:users");
    provisioning.send_as(&bearer, "GET", "/Groups", None).await.refused(403, "", "get:groups");
    provisioning.send_as(&bearer, "POST", "/.search", Some(&json!({}))).await.refused(403, "", "get:groups");
    assert_eq!(
        provisioning
            .send_as(
                &bearer,
                "POST",
                "/Users/.search",
                Some(&json!({
                    "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                }))
            )
            .await
            .status,
        200,
        "a search reads"
    );

    let token_id = reader.split('.').next().expect("an ID");
    let path = format!("connections/{}/scim-configuration/tokens/{token_id}", provisioning.id());
    assert_eq!(provisioning.scene.api(Method::DELETE, &path, None).await.status, 204);
    provisioning.send_as(&bearer, "GET", "/Users", None).await.refused(401, "", "revoked");
    provisioning
        .scene
        .damage("UPDATE scim_token SET valid_until = '2020-01-01T00:00:00.000Z' WHERE revoked_at IS NULL");
    provisioning.send("GET", "/Users", None).await.refused(401, "", "expired at 2020-01-01");
    assert!(provisioning.scene.users().await.is_empty());
}

#[tokio::test]
async fn a_body_that_will_not_do_changes_nothing() {
    let provisioning = Provisioning::start().await;
    let user = provisioning.user("u-1", "ada@harbour.example").await;
    provisioning.user("u-2", "bo@harbour.example").await;
    let path = format!("/Users/{}", encoded(text(&user, "id")));
    let members = json!([{ "value": text(&user, "id") }]);
    let made = provisioning
        .send("POST", "/Groups", Some(&json!({ "schemas": [GROUP], "displayName": "Pilots", "members": members })))
        .await;
    let group = format!("/Groups/{}", text(&made.body, "id"));
    let before = provisioning.state().await;

    let bearer = format!("Bearer {}", provisioning.token);
    let large = json!({ "schemas": [USER], "userName": "x".repeat(2 * 1024 * 1024) }).to_string();
    let raw = async |media_type, body: &str| {
        provisioning.raw(&bearer, "POST", "/Users", Some((media_type, body.to_owned()))).await
    };
    raw("application/scim+json", &large).await.refused(413, "", "1048576");
    raw("text/plain", "{}").await.refused(415, "", "text/plain");
    raw("application/json", "{").await.refused(400, "invalidSyntax", "JSON");
    raw("application/json", "[]").await.refused(400, "invalidSyntax", "object");
    raw("application/json", r#"{"userName":"x"}"#).await.refused(400, "invalidSyntax", "schemas");

    let post = async |body: Value| provisioning.send("POST", "/Users", Some(&body)).await;
    post(json!({ "schemas": [USER] })).await.refused(400, "invalidValue", "userName");
    post(json!({ "schemas": [USER], "userName": "ADA@harbour.example" })).await.refused(
        409,
        "uniqueness",
        "oidc|corp|u-1",
    );
    post(json!({ "schemas": [USER], "userName": "new", "externalId": "u-1" })).await.refused(409, "uniqueness", "u-1");
    post(json!({ "schemas": [USER], "userName": "new", "active": "maybe" })).await.refused(
        400,
        "invalidValue",
        "maybe",
    );
    post(json!({ "schemas": [USER], "userName": "new", "externalId": "x".repeat(300) })).await.refused(
        400,
        "invalidValue",
        "255",
    );

    let many: Vec<Value> = (0..1001).map(|n| json!({ "value": format!("u-{n}") })).collect();
    let patched = provisioning.patch(&group, json!([{ "op": "add", "path": "members", "value": many }])).await;
    patched.refused(413, "", "1000");
    let nobody = json!([{ "op": "add", "path": "members", "value": [{ "value": "oidc|corp|nobody" }] }]);
    provisioning.patch(&group, nobody).await.refused(400, "invalidValue", "oidc|corp|nobody");
    provisioning.patch(&group, json!([{ "op": "remove" }])).await.refused(400, "noTarget", "");

    // Atomic: the first could be done, and the second not.
    for (second, scim_type) in [
        (json!({ "op": "replace", "path": "noSuchAttribute", "value": "x" }), "invalidPath"),
        (json!({ "op": "replace", "path": "active", "value": "maybe" }), "invalidValue"),
        (json!({ "op": "replace", "path": "id", "value": "other" }), "mutability"),
        (json!({ "op": "remove" }), "noTarget"),
        (json!({ "op": "replace", "path": "userName", "value": "bo@harbour.example" }), "uniqueness"),
    ] {
        let first = json!({ "op": "replace", "path": "name.givenName", "value": "Kim" });
        let answer = provisioning.patch(&path, json!([first, second])).await;
        assert_eq!(answer.body["scimType"], scim_type, "{}", answer.body);
    }
    let envelope = json!({ "schemas": [PATCH] });
    provisioning.send("PATCH", &path, Some(&envelope)).await.refused(400, "invalidSyntax", "Operations");
    provisioning.send("PUT", "/Users/nobody", Some(&user)).await.refused(404, "", "nobody");
    assert_eq!(provisioning.state().await, before);

    let no_op = provisioning
        .patch(&path, json!([{ "op": "replace", "path": "userName", "value": "ada@harbour.example" }]))
        .await;
    assert_eq!(no_op.status, 200, "what changes nothing is no error");
    assert_eq!(provisioning.state().await, before, "and moves nothing");
}

#[tokio::test]
async fn a_filter_that_is_not_understood_finds_nobody_by_mistake() {
    let provisioning = Provisioning::start().await;
    provisioning.user("u-1", "ada@harbour.example").await;
    let terms = |many: usize| vec!["userName eq \"nobody\""; many].join(" or ");
    let found = provisioning.found("Users", &terms(1000)).await;
    assert_eq!(found["totalResults"], 0, "a thousand terms are taken");
    let search = async |filter: &str| {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": filter });
        provisioning.send("POST", "/Users/.search", Some(&body)).await
    };
    search(&terms(10_000)).await.refused(400, "invalidFilter", "");
    for filter in
        ["userName", "userName is \"x\"", "userName eq x", "emails[type eq \"work\"] eq \"x\"", "active gt true", "("]
    {
        search(filter).await.refused(400, "invalidFilter", "");
    }
    for query in ["startIndex=x", "count=x", "attributes=userName&excludedAttributes=name"] {
        provisioning.send("GET", &format!("/Users?{query}"), None).await.refused(400, "invalidValue", "");
    }
}

#[tokio::test]
async fn a_mapping_key_that_names_nothing_is_passed_over() {
    let provisioning = Provisioning::start().await;
    let path = format!("connections/{}/scim-configuration", provisioning.id());
    let mapping = json!([
        { "scim": "scim_1", "auth0": "attr_auth0_1" }, { "scim": "userName", "auth0": "preferred_username" },
    ]);
    let body = json!({ "user_id_attribute": "test_attribute", "mapping": mapping });
    assert_eq!(provisioning.scene.api(Method::PATCH, &path, Some(&body)).await.status, 200);
    let made = provisioning
        .send("POST", "/Users", Some(&json!({ "schemas": [USER], "userName": "ada", "scim_1": "x", "title": "Pilot" })))
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let user = &provisioning.scene.users().await[0];
    assert!(!user.contains_key("attr_auth0_1") && !user.contains_key("app_metadata"), "{user:?}");
    assert_eq!(user["preferred_username"], "ada");
}

#[tokio::test]
async fn addresses_and_verbs_that_are_nobodys() {
    let provisioning = Provisioning::start().await;
    for path in ["/Nothing", "/Users/a/b", "/ResourceTypes/Robot", "/Schemas/urn:nothing", ""] {
        provisioning.send("GET", path, None).await.refused(404, "", "");
    }
    for (method, path, allow) in [
        ("PUT", "/Users", "GET, POST"),
        ("DELETE", "/Groups", "GET, POST"),
        ("POST", "/Users/x", "GET, PUT, PATCH, DELETE"),
        ("GET", "/Users/.search", "POST"),
        ("GET", "/.search", "POST"),
        ("POST", "/ServiceProviderConfig", "GET"),
        ("DELETE", "/Schemas", "GET"),
        ("PATCH", "/ResourceTypes/User", "GET"),
    ] {
        let answer = provisioning.send(method, path, None).await;
        answer.refused(405, "", method);
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
    provisioning.send("GET", "/Me", None).await.refused(501, "", "/Me");
    provisioning.send("POST", "/Bulk", Some(&json!({}))).await.refused(501, "", "Bulk");
    provisioning.send("GET", "/Schemas?filter=x", None).await.refused(403, "", "");

    let off = format!("connections/{}/scim-configuration", provisioning.id());
    assert_eq!(provisioning.scene.api(Method::DELETE, &off, None).await.status, 204);
    provisioning.send("GET", "/Users", None).await.refused(401, "", "revoked");
}
