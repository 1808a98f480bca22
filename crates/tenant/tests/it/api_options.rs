//! `options`, which a PATCH replaces whole.

use lintel_oidc::issuing;
use serde_json::{Value, json};

use crate::{
    api_documents::Documents,
    api_scene::{Scene, create, explicit_options, path_of},
};

const DISCOVERY: &str = "/idp/.well-known/openid-configuration";

#[tokio::test]
async fn a_patch_replaces_options_whole() {
    let scene = Scene::start().await;
    let mut options = explicit_options();
    options["non_persistent_attrs"] = json!(["gender"]);
    options["x_own"] = "mine".into();
    options["connection_settings"] = json!({ "pkce": "S256" });
    let connection = scene.created(&create("acme", options)).await;
    let sent = json!({
        "client_id": "other",
        "issuer": "https://idp.example",
        "connection_settings": { "pkce": "plain" },
    });
    let answer = scene.change_options(&connection, &sent).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let wanted = json!({
        "client_id": "other",
        "issuer": "https://idp.example",
        "connection_settings": { "pkce": "plain" },
        "type": "front_channel",
        "schema_version": "oidc-V4",
        "attribute_map": { "mapping_mode": "bind_all" },
    });
    assert_eq!(answer.body["options"], wanted);
    assert_eq!(scene.get(&path_of(&connection)).await.body["options"], wanted);
}

#[tokio::test]
async fn a_patch_without_client_secret_loses_it() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    assert_eq!(connection["options"]["client_secret"], "secret-at-provider");
    let mut options = explicit_options();
    options.as_object_mut().expect("an object").shift_remove("client_secret");
    scene.change_options(&connection, &options).await;
    assert_eq!(scene.get(&path_of(&connection)).await.body["options"].get("client_secret"), None);
}

#[tokio::test]
async fn a_patch_without_connection_settings_turns_pkce_off() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    assert_eq!(connection["options"]["connection_settings"], json!({ "pkce": "auto" }));
    let answer = scene.change_options(&connection, &explicit_options()).await;
    assert_eq!(answer.body["options"]["connection_settings"], json!({ "pkce": "disabled" }));
}

#[tokio::test]
async fn a_patch_without_options_leaves_them() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let answer = scene.patch(&path_of(&connection), &json!({ "show_as_button": true })).await;
    assert_eq!(answer.body["show_as_button"], true);
    assert_eq!(answer.body["options"], connection["options"]);
}

#[tokio::test]
async fn a_patch_without_display_name_resets_it() {
    let scene = Scene::start().await;
    let mut body = create("acme", explicit_options());
    body["display_name"] = "Acme Inc.".into();
    let connection = scene.created(&body).await;
    assert_eq!(connection["display_name"], "Acme Inc.");
    let answer = scene.patch(&path_of(&connection), &json!({ "show_as_button": true })).await;
    assert_eq!(answer.body["display_name"], "acme");
}

#[tokio::test]
async fn a_discovery_url_without_metadata_is_fetched_by_every_write() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = json!({ "client_id": "id", "discovery_url": documents.put_provider("/idp") });
    let connection = scene.created(&create("acme", asked.clone())).await;
    assert_eq!(documents.fetched(DISCOVERY), 1);
    let mut moved = documents.metadata("/idp");
    moved["token_endpoint"] = format!("{}/moved", documents.origin).into();
    documents.put(DISCOVERY, moved.clone());
    let answer = scene.change_options(&connection, &asked).await;
    assert_eq!(documents.fetched(DISCOVERY), 2);
    assert_eq!(answer.body["options"]["token_endpoint"], moved["token_endpoint"]);
    assert_eq!(answer.body["options"]["oidc_metadata"]["token_endpoint"], moved["token_endpoint"]);
    assert_eq!(answer.body["options"]["oidc_metadata"]["x_vendor"], moved["x_vendor"], "unknown members are kept");
}

#[tokio::test]
async fn metadata_of_the_callers_own_is_kept_and_nothing_is_fetched() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let url = documents.put_provider("/idp");
    let mut own = documents.metadata("/idp");
    own["token_endpoint"] = format!("{}/own", documents.origin).into();
    let asked = json!({ "client_id": "id", "discovery_url": url, "oidc_metadata": own });
    let connection = scene.created(&create("acme", asked.clone())).await;
    assert_eq!(connection["options"]["oidc_metadata"]["token_endpoint"], own["token_endpoint"]);
    scene.change_options(&connection, &asked).await;
    assert_eq!(documents.fetched(DISCOVERY), 0);
}

#[tokio::test]
async fn explicit_endpoints_win_over_metadata_and_null_ones_do_not() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = json!({
        "client_id": "id",
        "discovery_url": documents.put_provider("/idp"),
        "issuer": "https://other.example",
        "token_endpoint": null,
    });
    let connection = scene.created(&create("acme", asked)).await;
    let metadata = documents.metadata("/idp");
    assert_eq!(connection["options"]["issuer"], "https://other.example");
    assert_eq!(connection["options"]["oidc_metadata"]["issuer"], metadata["issuer"]);
    assert_eq!(connection["options"]["token_endpoint"], metadata["token_endpoint"]);
}

#[tokio::test]
async fn a_discovery_url_that_yields_no_metadata_is_refused() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let mut incomplete = documents.metadata("/incomplete");
    incomplete.as_object_mut().expect("an object").shift_remove("jwks_uri");
    let mut large = documents.metadata("/large");
    large["padding"] = "x".repeat(128 * 1024).into();
    let cases = [
        (format!("{}/nothing", documents.origin), r#""options.issuer" is missing"#),
        (documents.put("/text", "not an object".into()), r#""options.issuer" is missing"#),
        (documents.put("/incomplete", incomplete), r#""options.jwks_uri" is missing"#),
        (documents.put("/large", large), "Discovery document exceeds the maximum allowed size of 128 KB"),
    ];
    let connection = scene.connection("acme").await;
    for (url, message) in cases {
        let asked = json!({ "client_id": "id", "discovery_url": url });
        scene.post("connections", &create("new", asked.clone())).await.assert_error(400, "invalid_body", message);
        scene.change_options(&connection, &asked).await.assert_error(400, "invalid_body", message);
    }
    assert_eq!(scene.get("connections").await.names(""), ["acme"]);
    assert_eq!(scene.get(&path_of(&connection)).await.body["options"], connection["options"], "refused, so unchanged");
}

#[tokio::test]
async fn a_change_that_comes_while_a_document_is_fetched_is_kept() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = json!({ "client_id": "id", "discovery_url": documents.put_provider("/idp") });
    let connection = scene.created(&create("acme", asked.clone())).await;
    let held = documents.hold_back(DISCOVERY);
    let meanwhile = async {
        held.asked.await.expect("a fetch");
        let answer = scene.patch(&path_of(&connection), &json!({ "show_as_button": true, "realms": ["r"] })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        held.release.send(()).expect("a waiting fetch");
    };
    let (slow, ()) = tokio::join!(scene.change_options(&connection, &asked), meanwhile);
    assert_eq!(slow.status, 200, "{}", slow.text);
    for shown in [slow.body, scene.get(&path_of(&connection)).await.body] {
        assert_eq!((&shown["show_as_button"], &shown["realms"]), (&json!(true), &json!(["r"])), "{shown}");
    }
}

#[tokio::test]
async fn a_connection_that_is_deleted_while_a_document_is_fetched_stays_deleted() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = json!({ "client_id": "id", "discovery_url": documents.put_provider("/idp") });
    let connection = scene.created(&create("acme", asked.clone())).await;
    let held = documents.hold_back(DISCOVERY);
    let meanwhile = async {
        held.asked.await.expect("a fetch");
        assert_eq!(scene.delete(&path_of(&connection)).await.status, 202);
        held.release.send(()).expect("a waiting fetch");
    };
    let (slow, ()) = tokio::join!(scene.change_options(&connection, &asked), meanwhile);
    slow.assert_error(404, "inexistent_connection", "does not exist");
    assert_eq!(scene.get("connections").await.body, json!([]));
}

#[tokio::test]
async fn a_name_that_is_taken_while_a_document_is_fetched_is_refused() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = create("acme", json!({ "client_id": "id", "discovery_url": documents.put_provider("/idp") }));
    let held = documents.hold_back(DISCOVERY);
    let meanwhile = async {
        held.asked.await.expect("a fetch");
        scene.connection("acme").await;
        held.release.send(()).expect("a waiting fetch");
    };
    let (slow, ()) = tokio::join!(scene.post("connections", &asked), meanwhile);
    slow.assert_error(409, "connection_conflict", "A connection with the same name already exists");
    assert_eq!(scene.get("connections").await.names(""), ["acme"]);
}

/// The answer to POST gives the members back in their order, the answers to GET and PATCH by length of name.
#[tokio::test]
async fn unknown_members_are_kept_to_the_byte() {
    let scene = Scene::start().await;
    let text = r#"{"zz":[{"b":1,"a":null},[],"",-0.5],"a":"\u0000 \" \\ / é 😀 <&>","ü":9007199254740993,"c":{}}"#;
    let sorted = r#"{"a":"\u0000 \" \\ / é 😀 <&>","c":{},"zz":[{"a":null,"b":1},[],"",-0.5],"ü":9007199254740993}"#;
    let unknown: Value = serde_json::from_str(text).expect("JSON");
    let mut options = explicit_options();
    options["x_unknown"] = unknown.clone();
    options["oidc_metadata"] = json!({
        "issuer": "https://idp.example",
        "authorization_endpoint": "https://idp.example/authorize",
        "jwks_uri": "https://idp.example/jwks",
        "id_token_signing_alg_values_supported": ["RS256"],
        "x_unknown": unknown,
    });
    let created = scene.post("connections", &create("acme", options.clone())).await;
    assert_eq!(created.text.matches(text).count(), 2, "{}", created.text);
    let path = path_of(&created.body);
    for answer in [scene.get(&path).await, scene.change_options(&created.body, &options).await, scene.get(&path).await]
    {
        assert_eq!(answer.text.matches(sorted).count(), 2, "{}", answer.text);
        assert_eq!(answer.body["options"]["x_unknown"], unknown);
        assert_eq!(answer.body["options"]["oidc_metadata"]["x_unknown"], unknown);
    }
}

#[tokio::test]
async fn what_get_shows_can_be_sent_back() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let mut options = json!({ "client_id": "id", "discovery_url": documents.put_provider("/idp") });
    options["x_unknown"] = issuing::token(300).into();
    let connection = scene.created(&create("acme", options)).await;
    let shown = scene.get(&path_of(&connection)).await.body["options"].clone();
    let answer = scene.change_options(&connection, &shown).await;
    assert_eq!(answer.body["options"].to_string(), shown.to_string());
    assert_eq!(documents.fetched(DISCOVERY), 1, "the metadata came with the options");
}

/// One deviation to the kind side: Auth0's API takes the full URL alone.
#[tokio::test]
async fn a_base_url_is_completed_and_stays_as_it_was_given() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    documents.put_provider("/idp");
    for base in ["/idp", "/idp/"] {
        let base = format!("{}{base}", documents.origin);
        let options = json!({ "client_id": "id", "discovery_url": base });
        let created = scene.created(&create(&format!("acme{}", base.len()), options)).await;
        assert_eq!(created["options"]["discovery_url"], base);
        assert_eq!(created["options"]["oidc_metadata"]["issuer"], documents.metadata("/idp")["issuer"]);
    }
    let elsewhere = documents.put("/odd/place", documents.metadata("/idp"));
    scene.created(&create("elsewhere", json!({ "client_id": "id", "discovery_url": elsewhere }))).await;
    assert_eq!(documents.fetched("/odd/place/.well-known/openid-configuration"), 0, "a document of its own is taken");
    let nothing = json!({ "client_id": "id", "discovery_url": format!("{}/nothing", documents.origin) });
    let refused = scene.post("connections", &create("nothing", nothing)).await;
    refused.assert_error(400, "invalid_body", &format!("{}/nothing answered 404", documents.origin));
}
