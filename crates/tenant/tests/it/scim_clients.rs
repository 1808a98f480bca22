//! What Entra ID and Okta send, in their order and byte for byte, and what becomes of it.

use lintel_scim::samples::{self, Client, Person};
use serde_json::{Value, json};

use crate::scim_scene::{Provisioning, encoded, text};

const CLIENTS: [Client; 3] = [Client::Entra, Client::EntraFlag, Client::Okta];

#[tokio::test]
async fn a_person_lives_as_entra_id_and_okta_send_it() {
    for client in CLIENTS {
        let provisioning = Provisioning::start().await;
        let person = Person::default();
        let mut id = String::new();
        let user_id = format!("oidc|corp|{}", person.external_id);
        for request in samples::life(client, &person) {
            let answer = provisioning.play(&request.with_id(&id)).await;
            match request.title {
                "Create the user" => {
                    id = text(&answer.body, "id").to_owned();
                    assert_eq!(id, user_id, "{client:?}");
                    let location = format!("{}/Users/{}", provisioning.base, encoded(&id));
                    assert_eq!(answer.header("location"), location);
                    assert_eq!(answer.body["meta"]["location"], location);
                    assert_eq!(answer.body["active"], true);
                    assert_eq!(answer.body["emails"][0]["value"], person.user_name);
                    let user = provisioning.scene.user(&user_id).await;
                    assert_eq!(user["preferred_username"], person.user_name);
                    assert_eq!(user["blocked"], false);
                    assert_eq!(user["app_metadata"]["external_id"], person.external_id);
                    assert!(!serde_json::to_string(&user).expect("JSON").contains("Xy12"), "no password is kept");
                }
                "Test Connection"
                | "Look for the user by externalId"
                | "Look for the user by e-mail"
                | "Look for the user" => {
                    assert_eq!(answer.body["totalResults"], 0, "{client:?} {}", answer.body);
                    assert_eq!(answer.body["Resources"], json!([]));
                }
                "Find the user by userName" => assert_eq!(answer.body["Resources"][0]["id"], user_id),
                "Change the user" => {
                    let user = provisioning.scene.user(&user_id).await;
                    assert_eq!(user["given_name"], "Adaeze", "{client:?}");
                    if client != Client::Okta {
                        assert_eq!(user["name"], "Ada O.");
                        assert_eq!(user["app_metadata"]["department"], "Harbour");
                        assert_eq!(
                            answer.body["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]["department"],
                            "Harbour"
                        );
                    }
                    assert!(!user.keys().any(|name| name.contains('.')), "no attribute has a dotted name");
                }
                "Deactivate the user" => {
                    assert_eq!(provisioning.scene.user(&user_id).await["blocked"], true, "{client:?}");
                    let found = provisioning.found("Users", &format!("userName eq \"{}\"", person.user_name)).await;
                    assert_eq!(found["Resources"][0]["active"], false, "who is off is found all the same");
                }
                "Activate the user" => assert_eq!(provisioning.scene.user(&user_id).await["blocked"], false),
                "Delete the user" => {
                    assert!(provisioning.scene.users().await.is_empty());
                    for method in ["GET", "DELETE"] {
                        let gone = provisioning.send(method, &format!("/Users/{}", encoded(&id)), None).await;
                        gone.refused(404, "", &id);
                    }
                }
                _ => {}
            }
        }
    }
}

#[tokio::test]
async fn a_group_lives_as_entra_id_and_okta_send_it() {
    for client in CLIENTS {
        let provisioning = Provisioning::start().await;
        let member = text(&provisioning.user("u-1", "ada@harbour.example").await, "id").to_owned();
        let other = text(&provisioning.user("u-2", "bo@harbour.example").await, "id").to_owned();
        let mut id = String::new();
        for request in samples::group_life(client, "Pilots", &member) {
            let answer = provisioning.play(&request.with_id(&id)).await;
            let members = async |id: &str| -> Vec<String> {
                let group = provisioning.send("GET", &format!("/Groups/{id}"), None).await.body;
                let members = group["members"].as_array().expect("members").iter();
                members.map(|member| text(member, "value").to_owned()).collect()
            };
            match request.title {
                "Create the group" => {
                    id = text(&answer.body, "id").to_owned();
                    assert!(id.starts_with("grp_"), "{id}");
                    provisioning
                        .patch(
                            &format!("/Groups/{id}"),
                            json!([{ "op": "add", "path": "members", "value": [{ "value": other }] }]),
                        )
                        .await;
                }
                "Add a member" => {
                    assert_eq!(answer.status, 204);
                    assert_eq!(members(&id).await, [member.clone(), other.clone()], "{client:?}");
                    let path = format!("users/{}/groups", encoded(&member));
                    let groups = provisioning.scene.api(reqwest::Method::GET, &path, None).await;
                    assert_eq!(groups.body["groups"][0]["id"], id, "{}", groups.body);
                }
                "Rename the group" => {
                    let found = provisioning.found("Groups", "displayName eq \"PILOTS 2\"").await;
                    assert_eq!(found["Resources"][0]["id"], id, "{client:?} {found}");
                }
                "Remove the member" => {
                    assert_eq!(members(&id).await, std::slice::from_ref(&other), "and nobody else: {client:?}")
                }
                "Delete the group" => {
                    provisioning.send("DELETE", &format!("/Groups/{id}"), None).await.refused(404, "", &id);
                }
                _ => {}
            }
        }
        assert_eq!(provisioning.scene.users().await.len(), 2, "users outlive their groups");
    }
}

/// The twelve requests of "Okta SCIM 2.0 SPEC Test".
#[tokio::test]
async fn oktas_test_of_a_server_passes() {
    let provisioning = Provisioning::start().await;
    provisioning.user("u-1", "first@harbour.example").await;
    let list = provisioning.send("GET", "/Users?count=1&startIndex=1", None).await;
    assert_eq!(list.status, 200);
    for member in ["totalResults", "itemsPerPage", "startIndex"] {
        assert!(list.body[member].is_number(), "{member}: {}", list.body);
    }
    let first = &list.body["Resources"][0];
    assert!(first["userName"].is_string() && first["active"].is_boolean() && first["emails"][0]["value"].is_string());
    let id = encoded(text(first, "id"));
    assert_eq!(provisioning.send("GET", &format!("/Users/{id}"), None).await.body["id"], first["id"]);

    let miss = provisioning.found("Users", "userName eq \"non_existent@harbour.example\"").await;
    assert_eq!((&miss["totalResults"], &miss["Resources"]), (&json!(0), &json!([])));
    provisioning.send("GET", "/Users/00919288221112222", None).await.refused(404, "", "00919288221112222");

    // Without externalId, as JSON.
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "Runscope300@harbour.example",
        "name": { "givenName": "Runscope", "familyName": "Tester" }, "active": true,
        "emails": [{ "primary": true, "value": "runscope300@harbour.example", "type": "work" }],
    });
    let bearer = format!("Bearer {}", provisioning.token);
    let post = async || {
        provisioning.raw(&bearer, "POST", "/Users", Some(("application/json; charset=utf-8", user.to_string()))).await
    };
    let made = post().await;
    assert_eq!(made.status, 201, "{}", made.body);
    let entry = provisioning.newest_log().await;
    let notes = entry["details"]["lintel"]["notes"].to_string();
    assert!(notes.contains("cannot sign in"), "{entry}");
    assert_eq!(made.body["name"], json!({ "familyName": "Tester", "givenName": "Runscope" }));
    let id = encoded(text(&made.body, "id"));
    assert_eq!(provisioning.send("GET", &format!("/Users/{id}"), None).await.body["userName"], user["userName"]);
    post().await.refused(409, "uniqueness", "has this user");
    let upper = provisioning.found("Users", "userName eq \"RUNSCOPE300@HARBOUR.EXAMPLE\"").await;
    assert_eq!(upper["totalResults"], 1);
    assert_eq!(provisioning.send("GET", "/Groups", None).await.status, 200);
    provisioning.send_as("non-token", "GET", "/Users?startIndex=1&count=2", None).await.refused(401, "", "Bearer");
}

/// Each request and what it changed is in the log, without passwords.
#[tokio::test]
async fn the_log_tells_each_request_and_what_it_changed() {
    let provisioning = Provisioning::start().await;
    let created = provisioning.send("POST", "/Users", Some(&samples::user(Client::Okta, &Person::default()))).await;
    let entry = provisioning.newest_log().await;
    assert_eq!((&entry["type"], &entry["details"]["action"]), (&json!("sscim"), &json!("create_user")));
    assert_eq!(entry["details"]["lintel"]["user_id"], created.body["id"]);
    assert_eq!(entry["details"]["response"]["body"], created.body);
    assert!(!entry.to_string().contains("Xy12"), "{entry}");

    let path = format!("/Users/{}", encoded(text(&created.body, "id")));
    provisioning.patch(&path, json!([{ "op": "replace", "path": "displayName", "value": "Ada O." }])).await;
    let entry = provisioning.newest_log().await;
    let changes = &entry["details"]["lintel"]["changes"];
    assert_eq!(changes, &json!([{ "path": "name", "before": "Ada Okafor", "after": "Ada O." }]), "{entry}");

    provisioning.patch(&path, json!([{ "op": "replace", "path": "active", "value": "perhaps" }])).await;
    let entry = provisioning.newest_log().await;
    assert_eq!((&entry["type"], &entry["details"]["response"]["statusCode"]), (&json!("fscim"), &json!(400)));
    let refused = entry["details"]["lintel"]["refused"].as_str().expect("why");
    assert!(refused.contains("perhaps") && entry["description"] == refused, "{entry}");
    assert_eq!(entry["details"]["lintel"]["changes"], Value::Null);
}
