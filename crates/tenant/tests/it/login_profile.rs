//! What a connection's options ask of a sign-in, obeyed by a login.

use lintel_management::Connection;
use lintel_oidc::{
    sign_in::{AssertionAudience, ClientAuthentication, RelyingParty},
    signing::{SigningAlgorithm, SigningKey},
};
use lintel_tenant::relying_party;
use serde_json::{Value, json};
use std::sync::Arc;
use url::Url;

use crate::login_scene::{Scene, field, step};

#[tokio::test]
async fn a_nonce_is_sent_over_the_back_channel_and_comes_back() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel", "send_back_channel_nonce": true })).await;
    let page = scene.sign_in("acme", "openid").await;
    assert!(page.param("code").is_some(), "{}", page.url);
    let trace = scene.newest_trace("acme").await;
    let sent = field(&trace, "authorization_request", "nonce").expect("a nonce");
    assert_ne!(sent, "n-1", "not the application's own");
    let claims = step(&trace, "id_token")["claims"].as_array().expect("claims").clone();
    let nonce = claims.iter().find(|claim| claim["name"] == "nonce").expect("a nonce");
    assert_eq!((&nonce["value"], &nonce["note"]), (&json!(sent), &json!("Equals the one sent")));
}

#[tokio::test]
async fn a_profile_that_a_mapping_blows_up_is_refused_before_it_is_kept() {
    let scene = Scene::start().await;
    let map = json!({ "mapping_mode": "use_map", "attributes": { "big": "${context.tokenset.sub}".repeat(25_000) } });
    scene.connection("acme", json!({ "type": "back_channel", "attribute_map": map })).await;
    let page = scene.sign_in("acme", "openid").await;
    assert_eq!(page.param("error").as_deref(), Some("server_error"), "{}", page.url);
    let trace = scene.newest_trace("acme").await;
    let finding = &trace["outcome"]["finding"];
    assert_eq!((&finding["code"], &finding["member"]), (&json!("profile-too-large"), &json!("big")), "{finding}");
    assert!(trace.to_string().len() < 100_000, "the trace has none of it");
    assert!(scene.users().await.is_empty());
}

#[tokio::test]
async fn an_algorithm_that_the_connection_does_not_list_is_refused() {
    let scene = Scene::start().await;
    for (name, listed, accepted) in [("narrow", json!(["ES256", "PS256"]), false), ("wide", json!(["RS256"]), true)] {
        let options = json!({ "type": "front_channel", "id_token_signed_response_algs": listed });
        scene.connection(name, options).await;
        let page = scene.sign_in(name, "openid").await;
        assert_eq!(page.param("code").is_some(), accepted, "{}", page.url);
    }
    let finding = scene.newest_trace("narrow").await["outcome"]["finding"].clone();
    assert_eq!(finding["code"], "id-token-algorithm");
    assert_eq!(finding["got"], "RS256");
    let expected = "PS256, ES256, which ID token algorithms lists";
    assert_eq!(finding["expected"], expected);
}

#[tokio::test]
async fn the_provider_gets_what_the_connection_passes_on_of_the_application() {
    let scene = Scene::start().await;
    let params = json!({
        "blog": { "value": "mine" }, "screen_name": { "alias": "login_hint" }, "ui_locales": { "alias": "ui_locales" },
        "scope": { "value": "openid everything" },
    });
    scene.connection("acme", json!({ "type": "back_channel", "upstream_params": params })).await;
    let hints = [("login_hint", "ada@example.com"), ("audience", "https://api.example")];
    let address = scene.authorize_url("acme", "openid", &hints);
    let page = scene.at_provider(&mut scene.browser(), &address).await;
    assert!(page.param("code").is_some(), "{}", page.url);

    let trace = scene.newest_trace("acme").await;
    let sent = |name: &str| field(&trace, "authorization_request", name);
    assert_eq!(sent("blog").as_deref(), Some("mine"));
    assert_eq!(sent("screen_name").as_deref(), Some("ada@example.com"));
    assert_eq!(sent("scope").as_deref(), Some("openid profile email"));
    for unasked in ["login_hint", "audience", "ui_locales"] {
        assert_eq!(sent(unasked), None, "{unasked}");
    }
    let request = step(&trace, "authorization_request");
    assert_eq!(request["findings"][0]["code"], "upstream-parameter-not-sent");
    assert_eq!(request["findings"][0]["member"], "scope");
    assert_eq!(request["checks"][0]["member"], "ui_locales");
    assert_eq!(request["checks"][0]["state"], "not_applicable");
}

#[tokio::test]
async fn a_provider_without_dpop_signs_in_with_a_bearer_token() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel", "dpop_signing_alg": "ES256" })).await;
    let page = scene.sign_in("acme", "openid").await;
    assert!(page.param("code").is_some(), "{}", page.url);
    let trace = scene.newest_trace("acme").await;
    assert_eq!(step(&trace, "authorization_request")["findings"][0]["code"], "dpop-not-advertised");
    assert!(field(&trace, "token_request", "DPoP").is_some_and(|proof| proof.starts_with("ES256 proof ")));
    assert_eq!(step(&trace, "token_request")["findings"][0]["code"], "dpop-not-bound");
}

#[test]
fn private_key_jwt_is_read_with_auth0s_defaults() {
    let connection = json!({
        "id": "con_1", "name": "acme", "strategy": "oidc",
        "options": { "type": "back_channel", "client_id": "client-1", "token_endpoint_auth_method": "private_key_jwt" },
    });
    match relying(&connection, None).client_authentication {
        ClientAuthentication::PrivateKeyJwt { key: None, algorithm, audience } => {
            assert_eq!((algorithm, audience), (SigningAlgorithm::RS256, AssertionAudience::TokenEndpoint));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_key_of_a_connection_signs_with_what_its_options_say() {
    let key = Arc::new(SigningKey::generate(SigningAlgorithm::ES384).expect("a key"));
    let connection = json!({
        "id": "con_1", "name": "acme", "strategy": "oidc",
        "options": {
            "type": "back_channel", "client_id": "client-1", "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES384", "token_endpoint_jwtca_aud_format": "issuer",
        },
    });
    match relying(&connection, Some(Arc::clone(&key))).client_authentication {
        ClientAuthentication::PrivateKeyJwt { key: Some(held), algorithm, audience } => {
            assert_eq!(held.kid(), key.kid());
            assert_eq!((algorithm, audience), (SigningAlgorithm::ES384, AssertionAudience::Issuer));
        }
        other => panic!("{other:?}"),
    }
}

fn relying(connection: &Value, key: Option<Arc<SigningKey>>) -> RelyingParty {
    let connection: Connection = serde_json::from_value(connection.clone()).expect("a connection");
    let callback: Url = "http://localhost:4400/login/callback".parse().expect("a URL");
    relying_party(&connection, &callback, key).expect("a relying party")
}
