use lintel_practice::{Host, PracticeConfig};
use serde_json::json;

use crate::support::Practising;

#[tokio::test]
async fn the_document_names_what_this_provider_does() {
    let practising = Practising::start().await;
    let response = practising.http.get(practising.practice.discovery_url()).send().await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "application/json");
    let document: serde_json::Value = response.json().await.expect("JSON");
    let issuer = practising.practice.issuer();
    assert!(!issuer.ends_with('/'));
    assert_eq!(document["issuer"], issuer);
    for (member, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("userinfo_endpoint", "/userinfo"),
        ("jwks_uri", "/jwks.json"),
    ] {
        assert_eq!(document[member], format!("{issuer}{path}"));
    }
    assert_eq!(document["response_types_supported"], json!(["code", "id_token"]));
    assert_eq!(document["token_endpoint_auth_methods_supported"], json!(["client_secret_post"]));
    assert_eq!(document["code_challenge_methods_supported"], json!(["S256", "plain"]));
    assert_eq!(document["authorization_response_iss_parameter_supported"], true);
    assert_eq!(document["request_uri_parameter_supported"], false);
}

#[tokio::test]
async fn every_claim_in_an_id_token_is_one_that_the_document_names() {
    let practising = Practising::start().await;
    let document = practising.json("/.well-known/openid-configuration").await;
    let named = document["claims_supported"].as_array().expect("a list");
    let tokens = practising.tokens(&[]).await;
    for claim in practising.verified(tokens["id_token"].as_str().expect("an ID token")).await.keys() {
        assert!(named.contains(&json!(claim)), "{claim}");
    }
}

#[tokio::test]
async fn the_key_set_holds_one_public_signing_key() {
    let practising = Practising::start().await;
    let keys = practising.json("/jwks.json").await;
    let [key] = keys["keys"].as_array().expect("keys").as_slice() else { panic!("one key: {keys}") };
    assert_eq!((&key["kty"], &key["use"], &key["alg"]), (&json!("RSA"), &json!("sig"), &json!("RS256")));
    assert!(key.get("d").is_none());
}

#[tokio::test]
async fn the_issuer_can_be_another_site_than_localhost() {
    let practising = Practising::start_with(PracticeConfig { host: Host::Ipv4, ..PracticeConfig::default() }).await;
    let issuer = format!("http://127.0.0.1:{}", practising.practice.port());
    assert_eq!(practising.practice.issuer(), issuer);
    assert_eq!(practising.json("/.well-known/openid-configuration").await["issuer"], issuer);
}
