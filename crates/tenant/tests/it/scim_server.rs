//! Lists, searches, groups and discovery, as any client may ask.

use serde_json::{Value, json};

use crate::scim_scene::{GROUP, Provisioning, USER, encoded, text};

#[tokio::test]
async fn an_id_is_reached_with_its_bars_as_they_are_and_encoded() {
    let provisioning = Provisioning::start().await;
    let user = provisioning.user("a/b ü|c", "ada@harbour.example").await;
    assert_eq!(user["id"], "oidc|corp|a/b ü|c");
    assert!(text(&user["meta"], "location").ends_with("/Users/oidc%7Ccorp%7Ca%2Fb%20%C3%BC%7Cc"));
    provisioning.user("plain", "bo@harbour.example").await;
    for path in [
        "/Users/oidc|corp|plain",
        "/Users/oidc%7Ccorp%7Cplain",
        "/Users/oidc%7Ccorp%7Cplain/",
        "/Users/oidc%7ccorp|plain?x=y",
    ] {
        assert_eq!(provisioning.send("GET", path, None).await.status, 200, "{path}");
    }
    for path in ["/Users/?aadOptscim062020", "/Users?aadOptscim062020&filter=userName+eq+%22ada%40harbour.example%22"] {
        assert_eq!(provisioning.send("GET", path, None).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn users_are_found_by_what_is_kept_wherever_it_is_kept() {
    let provisioning = Provisioning::start().await;
    for (id, name) in [("U-1", "Ada@harbour.example"), ("u-2", "bo@harbour.example"), ("u-3", "zoë@else.example")] {
        provisioning.user(id, name).await;
    }
    let path = "/Users/oidc%7Ccorp%7Cu-2";
    let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
    provisioning
        .patch(path, json!([
            { "op": "add", "path": department, "value": "Pilots" }, { "op": "replace", "path": "active", "value": false },
        ]))
        .await;
    for (filter, found) in [
        (r#"userName eq "ADA@HARBOUR.EXAMPLE""#, vec!["U-1"]),
        (r#"userName eq "ZOË@else.example""#, vec!["u-3"]),
        (r#"externalId eq "U-1""#, vec!["U-1"]),
        (r#"externalId eq "u-1""#, vec![]),
        (r#"userName sw "bo@" or userName ew "ELSE.example""#, vec!["u-2", "u-3"]),
        (r#"userName co "harbour" and not (userName sw "ada")"#, vec!["u-2"]),
        (r#"userName ne "bo@harbour.example""#, vec!["U-1", "u-3"]),
        (r#"emails.value eq "bo@harbour.example""#, vec!["u-2"]),
        (r#"emails[primary eq true].value eq "bo@harbour.example""#, vec!["u-2"]),
        (r#"id eq "oidc|corp|u-2" and userName eq "bo@harbour.example""#, vec!["u-2"]),
        (r#"active eq false"#, vec!["u-2"]),
        (r#"active eq true"#, vec!["U-1", "u-3"]),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "pilots""#, vec!["u-2"]),
        ("title pr", vec![]),
        ("userName pr", vec!["U-1", "u-2", "u-3"]),
        (r#"meta.lastModified gt "2020-01-01T00:00:00Z""#, vec!["U-1", "u-2", "u-3"]),
        (r#"meta.lastModified gt "2100-01-01T00:00:00Z""#, vec![]),
        (r#"meta.created lt "2100-01-01T00:00:00+01:00" and userName pr"#, vec!["U-1", "u-2", "u-3"]),
    ] {
        let list = provisioning.found("Users", filter).await;
        let ids: Vec<&str> =
            list["Resources"].as_array().expect("a list").iter().map(|user| text(user, "externalId")).collect();
        assert_eq!(ids, found, "{filter}: {list}");
        assert_eq!(list["totalResults"], found.len(), "{filter}");
    }
}

#[tokio::test]
async fn lists_have_pages_and_answers_have_what_was_asked_for() {
    let provisioning = Provisioning::start().await;
    for n in 1..=5 {
        provisioning.user(&format!("u-{n}"), &format!("user{n}@harbour.example")).await;
    }
    for (query, total, ids) in [
        ("startIndex=2&count=2", 5, vec!["u-2", "u-3"]),
        ("startIndex=0&count=1", 5, vec!["u-1"]),
        ("count=0", 5, vec![]),
        ("count=-3", 5, vec![]),
        ("startIndex=9", 5, vec![]),
        ("filter=userName+co+%22harbour%22&startIndex=5&count=7", 5, vec!["u-5"]),
    ] {
        let list = provisioning.send("GET", &format!("/Users?{query}"), None).await.body;
        let resources = list["Resources"].as_array().expect("a list");
        assert_eq!(resources.iter().map(|user| text(user, "externalId")).collect::<Vec<_>>(), ids, "{query}");
        assert_eq!((&list["totalResults"], &list["itemsPerPage"]), (&json!(total), &json!(ids.len())), "{query}");
    }
    let only = provisioning.send("GET", "/Users?attributes=userName&count=1", None).await.body;
    let members: Vec<&String> = only["Resources"][0].as_object().expect("a user").keys().collect();
    assert_eq!(members, ["schemas", "id", "userName"], "{only}");
    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName sw \"user2\"",
        "excludedAttributes": ["emails"],
    });
    let found = provisioning.send("POST", "/Users/.search", Some(&search)).await;
    assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(1)), "{}", found.body);
    assert_eq!(found.body["Resources"][0]["emails"], Value::Null);

    let group = json!({ "schemas": [GROUP], "displayName": "Pilots" });
    assert_eq!(provisioning.send("POST", "/Groups", Some(&group)).await.status, 201);
    let everything = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "startIndex": 5 });
    let found = provisioning.send("POST", "/.search", Some(&everything)).await.body;
    assert_eq!(found["totalResults"], 6, "{found}");
    let kinds: Vec<&str> =
        found["Resources"].as_array().expect("a list").iter().map(|it| text(&it["meta"], "resourceType")).collect();
    assert_eq!(kinds, ["User", "Group"]);
}

#[tokio::test]
async fn a_put_clears_what_it_leaves_out_and_leaves_active_as_it_is() {
    let provisioning = Provisioning::start().await;
    let user = provisioning.user("u-1", "ada@harbour.example").await;
    let path = format!("/Users/{}", encoded(text(&user, "id")));
    provisioning.patch(&path, json!([{ "op": "replace", "value": { "active": false, "title": "Pilot" } }])).await;
    let put = json!({ "schemas": [USER], "externalId": "u-1", "userName": "ada@harbour.example", "nickName": "Ada" });
    let answer = provisioning.send("PUT", &path, Some(&put)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!((&answer.body["active"], &answer.body["title"]), (&json!(false), &Value::Null));
    assert_eq!((&answer.body["nickName"], &answer.body["emails"]), (&json!("Ada"), &Value::Null));
    let removed = provisioning.patch(&path, json!([{ "op": "remove", "path": "active" }])).await.body;
    assert_eq!(removed["active"], Value::Null, "neither active nor blocked: {removed}");
    assert!(!provisioning.scene.user("oidc|corp|u-1").await.contains_key("blocked"));
}

#[tokio::test]
async fn groups_are_one_of_a_name_and_hold_users_of_their_connection() {
    let provisioning = Provisioning::start().await;
    let ids: Vec<String> = {
        let mut ids = Vec::new();
        for n in 1..=3 {
            ids.push(text(&provisioning.user(&format!("u-{n}"), &format!("u{n}@x.example")).await, "id").to_owned());
        }
        ids
    };
    let members = |ids: &[String]| -> Value { ids.iter().map(|id| json!({ "value": id })).collect() };
    let body = json!({ "schemas": [GROUP], "displayName": "Ops", "externalId": "g-1", "members": members(&ids[..2]) });
    let made = provisioning.send("POST", "/Groups", Some(&body)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.header("location"), made.body["meta"]["location"]);
    assert_eq!(made.body["members"][0]["value"], ids[0]);
    let other = json!({ "schemas": [GROUP], "displayName": "OPS" });
    provisioning.send("POST", "/Groups", Some(&other)).await.refused(409, "uniqueness", text(&made.body, "id"));
    for (filter, total) in [
        ("displayName eq \"ops\"".to_owned(), 1),
        ("externalId eq \"g-1\"".to_owned(), 1),
        ("externalId eq \"G-1\"".to_owned(), 0),
        (format!("members eq \"{}\"", ids[0]), 1),
        (format!("members.value eq \"{}\"", ids[2]), 0),
        (format!("id eq \"{}\" and members eq \"{}\"", text(&made.body, "id"), ids[1]), 1),
        ("displayName co \"p\"".to_owned(), 1),
    ] {
        assert_eq!(provisioning.found("Groups", &filter).await["totalResults"], total, "{filter}");
    }
    let path = format!("/Groups/{}", text(&made.body, "id"));
    let listed = provisioning.send("GET", "/Groups?excludedAttributes=members", None).await.body;
    assert_eq!(listed["Resources"][0]["members"], Value::Null);
    let asked = provisioning
        .send(
            "PATCH",
            &format!("{path}?attributes=members"),
            Some(&json!({
                "Operations": [{ "op": "replace", "path": "members", "value": members(&ids[2..]) }],
            })),
        )
        .await;
    assert_eq!((asked.status, &asked.body["members"][0]["value"]), (200, &json!(ids[2])), "{}", asked.body);
    let put = json!({ "schemas": [GROUP], "displayName": "Ops", "members": members(&ids) });
    assert_eq!(provisioning.send("PUT", &path, Some(&put)).await.body["members"].as_array().map(Vec::len), Some(3));
    provisioning.send("DELETE", "/Users/oidc%7Ccorp%7Cu-1", None).await;
    let group = provisioning.send("GET", &path, None).await.body;
    assert_eq!(group["members"].as_array().map(Vec::len), Some(2), "who is deleted is in no group: {group}");

    let api = async |path: &str| provisioning.scene.api(reqwest::Method::GET, path, None).await.body;
    let id = text(&made.body, "id");
    let shown = api(&format!("groups/{id}")).await;
    assert_eq!((&shown["name"], &shown["connection_id"]), (&json!("Ops"), &provisioning.connection["id"]), "{shown}");
    assert_eq!(api("groups").await["groups"], json!([shown]));
    let members = api(&format!("groups/{id}/members")).await;
    assert_eq!(members["members"].as_array().map(Vec::len), Some(2), "{members}");
}

#[tokio::test]
async fn the_server_says_what_it_can_do() {
    let provisioning = Provisioning::start().await;
    let config = provisioning.send("GET", "/ServiceProviderConfig", None).await.body;
    assert_eq!((&config["patch"]["supported"], &config["bulk"]["supported"]), (&json!(true), &json!(false)));
    let types = provisioning.send("GET", "/ResourceTypes", None).await.body;
    assert_eq!(types["totalResults"], 2);
    assert_eq!(provisioning.send("GET", "/ResourceTypes/User", None).await.body["endpoint"], "/Users");
    let schemas = provisioning.send("GET", "/Schemas", None).await.body;
    assert_eq!(schemas["totalResults"], 3, "{schemas}");
    assert_eq!(provisioning.send("GET", &format!("/Schemas/{USER}"), None).await.body["id"], USER);
}

#[tokio::test]
async fn a_limit_that_is_switched_on_is_told_by_429() {
    let provisioning = Provisioning::start().await;
    provisioning.scene.limit_scim(Some(1));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let answer = provisioning.send("GET", "/Users", None).await;
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), "1");
            answer.refused(429, "", "More than 1 ");
        }
        statuses.push(answer.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
    provisioning.scene.limit_scim(None);
    assert_eq!(provisioning.send("GET", "/Users", None).await.status, 200);
}
