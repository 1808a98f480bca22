use lintel_oidc::issuing::at_hash;
use lintel_practice::PracticeConfig;
use serde_json::{Map, Value, json};

use crate::support::{CALLBACK, CHALLENGE, Practising, VERIFIER, answer, location};

#[tokio::test]
async fn a_code_with_pkce_becomes_a_verified_id_token_and_userinfo() {
    let practising = Practising::start().await;
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];

    let back = practising.choose(&pkce, &[("sub", "ada-lovelace")]).await;
    let response = answer(&back);
    assert_eq!(response["state"], "a state & more");
    assert_eq!(response["iss"], practising.practice.issuer());

    let tokens = practising.redeem(&response["code"], &[("code_verifier", VERIFIER)]).await;
    assert_eq!(tokens.headers()["cache-control"], "no-store");
    let tokens: Value = tokens.json().await.expect("JSON");
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["scope"], "openid profile email");

    let access_token = tokens["access_token"].as_str().expect("an access token");
    let claims = practising.verified(tokens["id_token"].as_str().expect("an ID token")).await;
    assert_eq!(claims["iss"], practising.practice.issuer());
    assert_eq!(claims["sub"], "ada-lovelace");
    assert_eq!(claims["nonce"], "a-nonce");
    assert_eq!(claims["at_hash"], at_hash(access_token));
    assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|issued| issued + 3600));
    assert_eq!(claims["name"], "Ada Lovelace");
    assert_eq!(claims["email"], "ada.lovelace@acme.example");
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["groups"], json!(["Engineering", "Administrators"]));

    let userinfo =
        practising.http.get(practising.url("/userinfo")).bearer_auth(access_token).send().await.expect("an answer");
    let userinfo: Map<String, Value> = userinfo.json().await.expect("JSON");
    assert_eq!(userinfo["sub"], "ada-lovelace");
    assert!(userinfo.iter().all(|(name, value)| claims.get(name) == Some(value)), "the ID token and userinfo agree");
}

#[tokio::test]
async fn scopes_decide_which_claims_an_id_token_carries() {
    let practising = Practising::start().await;
    for (scope, named, mailed) in [
        ("openid", false, false),
        ("openid profile", true, false),
        ("openid email", false, true),
        ("offline_access email openid", false, true),
    ] {
        let tokens = practising.tokens(&[("scope", scope)]).await;
        let claims = practising.verified(tokens["id_token"].as_str().expect("an ID token")).await;
        assert_eq!(claims.contains_key("name"), named, "{scope}");
        assert_eq!(claims.contains_key("groups"), named, "{scope}");
        assert_eq!(claims.contains_key("email"), mailed, "{scope}");
    }
}

#[tokio::test]
async fn without_a_nonce_the_code_flow_works_and_the_id_token_has_none() {
    let practising = Practising::start().await;
    let tokens = practising.tokens(&[("nonce", "")]).await;
    let claims = practising.verified(tokens["id_token"].as_str().expect("an ID token")).await;
    assert!(!claims.contains_key("nonce"));
}

#[tokio::test]
async fn a_plain_challenge_is_answered_by_itself() {
    let practising = Practising::start().await;
    let code = practising.code(&[("code_challenge", VERIFIER)]).await;
    assert_eq!(practising.redeem(&code, &[("code_verifier", VERIFIER)]).await.status(), 200);
}

#[tokio::test]
async fn the_parameters_of_a_redirect_uri_stay_on_it() {
    let registered = format!("{CALLBACK}?tenant=a%20b");
    let config = PracticeConfig { redirect_uris: vec![registered.clone()], ..PracticeConfig::default() };
    let practising = Practising::start_with(config).await;
    let back = practising.choose(&[("redirect_uri", &registered)], &[("sub", "ada-lovelace")]).await;
    let query = location(&back).query().expect("a query").to_owned();
    assert!(query.starts_with("tenant=a%20b&code="), "{query}");
}

#[tokio::test]
async fn a_request_may_be_posted() {
    let practising = Practising::start().await;
    let page = practising
        .post(
            "/authorize",
            &[
                ("client_id", "practice-client"),
                ("redirect_uri", CALLBACK),
                ("response_type", "code"),
                ("scope", "openid"),
            ],
        )
        .await;
    assert!(page.text().await.expect("a page").contains("Sign in as Ada Lovelace"));
}
