//! Who was provisioned signs in: one user and not two, unless blocked.

use lintel_scim::samples::{self, Client, Person};
use reqwest::Method;
use serde_json::json;

use crate::scim_scene::{Provisioning, encoded, text};

fn ada(provisioning: &Provisioning) -> Person {
    Person { external_id: provisioning.scene.subject().to_owned(), ..Person::default() }
}

#[tokio::test]
async fn a_person_provisioned_as_entra_id_does_it_signs_in_and_is_one_user() {
    let provisioning = Provisioning::start().await;
    let created = provisioning.send("POST", "/Users", Some(&samples::user(Client::Entra, &ada(&provisioning)))).await;
    assert_eq!(created.status, 201, "{}", created.body);
    let page = provisioning.scene.sign_in("corp", "openid").await;
    assert!(page.param("code").is_some(), "{}", page.url);
    let users = provisioning.scene.users().await;
    assert_eq!(users.len(), 1, "{users:?}");
    let user = &users[0];
    assert_eq!(user["user_id"], created.body["id"]);
    assert_eq!((&user["logins_count"], &user["blocked"]), (&json!(1), &json!(false)));
    assert_eq!(user["name"], "Ada Okafor", "as it was provisioned");
    assert_eq!(user["preferred_username"], "ada@harbour.example");
    assert_eq!(user["app_metadata"]["department"], "Pilots");
    let path = format!("/Users/{}", encoded(text(&created.body, "id")));
    let shown = provisioning.send("GET", &path, None).await.body;
    assert_eq!(shown["userName"], "ada@harbour.example", "a login changes nothing of what SCIM wrote");
}

/// As Auth0 does where sync at each login was left on.
#[tokio::test]
async fn with_sync_at_each_login_the_root_follows_the_login_and_app_metadata_stays() {
    let provisioning = Provisioning::with(json!({})).await;
    provisioning.send("POST", "/Users", Some(&samples::user(Client::Entra, &ada(&provisioning)))).await;
    provisioning.scene.sign_in("corp", "openid").await;
    let users = provisioning.scene.users().await;
    assert_eq!(users.len(), 1, "{users:?}");
    assert_ne!(users[0]["name"], "Ada Okafor");
    assert_eq!(users[0]["app_metadata"]["department"], "Pilots");
    assert_eq!(users[0]["blocked"], false);
}

#[tokio::test]
async fn a_blocked_person_is_refused_by_name_and_nothing_is_counted() {
    let provisioning = Provisioning::start().await;
    let subject = provisioning.scene.subject().to_owned();
    let user = provisioning.user(&subject, "ada@harbour.example").await;
    let path = format!("/Users/{}", encoded(text(&user, "id")));
    provisioning.patch(&path, json!([{ "op": "Replace", "path": "active", "value": "False" }])).await;
    let before = provisioning.scene.users().await;
    let page = provisioning.scene.sign_in("corp", "openid").await;
    assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
    let description = page.param("error_description").expect("a description");
    assert!(description.contains(text(&user, "id")) && description.contains("user-blocked"), "{description}");
    let trace = provisioning.scene.newest_trace("corp").await;
    assert_eq!(trace["outcome"]["finding"]["code"], "user-blocked", "{trace}");
    assert_eq!(provisioning.scene.users().await, before);

    provisioning.patch(&path, json!([{ "op": "Replace", "path": "active", "value": "True" }])).await;
    assert!(provisioning.scene.sign_in("corp", "openid").await.param("code").is_some(), "active again");
}

#[tokio::test]
async fn deactivation_and_deletion_end_codes_and_access_tokens() {
    for deletes in [false, true] {
        let provisioning = Provisioning::start().await;
        let scene = &provisioning.scene;
        let user = provisioning.user(scene.subject(), "ada@harbour.example").await;
        let path = format!("/Users/{}", encoded(text(&user, "id")));
        let code = scene.sign_in("corp", "openid").await.param("code").expect("a code");
        let redeemed = scene.redeem(&code).await.body;
        let token = redeemed["access_token"].as_str().expect("an access token");
        let waiting = scene.sign_in("corp", "openid").await.param("code").expect("a code");
        if deletes {
            assert_eq!(provisioning.send("DELETE", &path, None).await.status, 204);
            provisioning.user(scene.subject(), "ada@harbour.example").await;
        } else {
            for active in [false, true] {
                let answer =
                    provisioning.patch(&path, json!([{ "op": "replace", "value": { "active": active } }])).await;
                assert_eq!(answer.body["active"], active, "{}", answer.body);
            }
        }
        assert_eq!(scene.redeem(&waiting).await.body["error"], "invalid_grant", "what was open has ended for good");
        assert_eq!(scene.userinfo(token).await.status, 401);
    }
}

#[tokio::test]
async fn a_sub_that_is_nobodys_is_told_beside_the_nearest_user() {
    let provisioning = Provisioning::start().await;
    let subject = provisioning.scene.subject().to_owned();
    let email = provisioning.scene.api(Method::GET, "users", None).await;
    assert_eq!(email.body, json!([]));
    let unknown = |trace: serde_json::Value| trace["outcome"]["finding"].clone();
    provisioning.scene.sign_in("corp", "openid").await;
    let finding = unknown(provisioning.scene.newest_trace("corp").await);
    assert_eq!((&finding["code"], &finding["member"]), (&json!("not-provisioned"), &json!("set_user_root_attributes")));
    assert!(text(&finding, "message").contains("JIT user provisioning is disabled"), "{finding}");

    // As Entra ID does where objectId is externalId and sub is pairwise.
    let near = provisioning.user("5f7e-object-id", "ada.lovelace@example.com").await;
    let mut options = provisioning.connection["options"].clone();
    options["attribute_map"] = json!({
        "mapping_mode": "use_map", "attributes": { "email": "ADA.Lovelace@example.com" },
    });
    let path = format!("connections/{}", provisioning.id());
    let changed = provisioning.scene.api(Method::PATCH, &path, Some(&json!({ "options": options }))).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    provisioning.scene.sign_in("corp", "openid").await;
    let finding = unknown(provisioning.scene.newest_trace("corp").await);
    assert_eq!((&finding["member"], &finding["got"]), (&json!("sub"), &json!(subject)), "{finding}");
    let said = text(&finding, "message");
    for value in [subject.as_str(), "5f7e-object-id", text(&near, "id"), "ADA.Lovelace@example.com"] {
        assert!(said.contains(value), "{value}: {said}");
    }
    assert_eq!(provisioning.scene.users().await.len(), 1);
}
