use serde_json::Value;

use crate::support::{CHALLENGE, Practising, VERIFIER};

async fn refused(practising: &Practising, code: &str, changes: &[(&str, &str)]) -> (u16, String) {
    let response = practising.redeem(code, changes).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    let status = response.status().as_u16();
    let body: Value = response.json().await.expect("JSON");
    (status, body["error"].as_str().expect("an error").to_owned())
}

#[tokio::test]
async fn a_client_that_is_not_who_it_says_is_invalid_client() {
    let practising = Practising::start().await;
    let code = practising.code(&[]).await;
    for changes in
        [("client_secret", "wrong"), ("client_secret", ""), ("client_id", "somebody-else"), ("client_id", "")]
    {
        assert_eq!(refused(&practising, &code, &[changes]).await, (401, "invalid_client".to_owned()), "{changes:?}");
    }
    assert_eq!(practising.redeem(&code, &[]).await.status(), 200, "a stranger does not use the code up");
}

#[tokio::test]
async fn a_secret_in_the_authorization_header_is_refused_with_that_scheme() {
    let practising = Practising::start().await;
    let client = practising.practice.client();
    let request = practising
        .http
        .post(practising.url("/token"))
        .basic_auth(client.client_id, Some(client.client_secret.expose()));
    let response = request.form(&[("grant_type", "authorization_code")]).send().await.expect("an answer");
    assert_eq!(response.status(), 401);
    assert!(response.headers()["www-authenticate"].to_str().expect("text").starts_with("Basic "));
}

#[tokio::test]
async fn a_code_works_once_and_a_second_try_ends_what_the_first_one_bought() {
    let practising = Practising::start().await;
    let code = practising.code(&[]).await;
    let tokens: Value = practising.redeem(&code, &[]).await.json().await.expect("JSON");
    let userinfo = || async {
        let token = tokens["access_token"].as_str().expect("a token");
        practising
            .http
            .get(practising.url("/userinfo"))
            .bearer_auth(token)
            .send()
            .await
            .expect("an answer")
            .status()
            .as_u16()
    };
    assert_eq!(userinfo().await, 200);
    assert_eq!(refused(&practising, &code, &[]).await, (400, "invalid_grant".to_owned()));
    assert_eq!(userinfo().await, 401);
}

#[tokio::test]
async fn a_code_belongs_to_its_redirect_uri() {
    let practising = Practising::start().await;
    for redirect_uri in ["http://localhost:4401/login/callback", ""] {
        let code = practising.code(&[]).await;
        assert_eq!(
            refused(&practising, &code, &[("redirect_uri", redirect_uri)]).await,
            (400, "invalid_grant".to_owned())
        );
    }
}

#[tokio::test]
async fn a_challenge_must_be_answered_and_an_answer_needs_a_challenge() {
    let practising = Practising::start().await;
    let s256: &[(&str, &str)] = &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    for (asked, verifier) in
        [(s256, "another-verifier-another-verifier-another-ver"), (s256, CHALLENGE), (s256, ""), (&[], VERIFIER)]
    {
        let code = practising.code(asked).await;
        assert_eq!(
            refused(&practising, &code, &[("code_verifier", verifier)]).await,
            (400, "invalid_grant".to_owned()),
            "{verifier}"
        );
    }
}

#[tokio::test]
async fn a_token_request_that_makes_no_sense_is_refused_by_name() {
    let practising = Practising::start().await;
    for (changes, error) in [
        (("grant_type", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("code", ""), "invalid_request"),
        (("code", "unknown"), "invalid_grant"),
    ] {
        assert_eq!(refused(&practising, "a-code", &[changes]).await, (400, error.to_owned()), "{changes:?}");
    }
    assert_eq!(refused(&practising, "a-code", &[("code", "a"), ("code", "b")]).await.1, "invalid_request");

    let json = practising.http.post(practising.url("/token")).json(&serde_json::json!({ "code": "a" })).send().await;
    assert_eq!(json.expect("an answer").status(), 400);
    assert_eq!(practising.get("/token").await.status(), 405);
}
