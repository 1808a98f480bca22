use crate::support::Practising;

#[tokio::test]
async fn userinfo_is_for_the_bearer_of_a_token_by_get_and_post() {
    let practising = Practising::start().await;
    let tokens = practising.tokens(&[("scope", "openid email")]).await;
    let token = tokens["access_token"].as_str().expect("a token");
    for request in [practising.http.get(practising.url("/userinfo")), practising.http.post(practising.url("/userinfo"))]
    {
        let response = request.bearer_auth(token).send().await.expect("an answer");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let claims: serde_json::Value = response.json().await.expect("JSON");
        let expected =
            serde_json::json!({ "sub": "ada-lovelace", "email": "ada.lovelace@acme.example", "email_verified": true });
        assert_eq!(claims, expected);
    }
}

#[tokio::test]
async fn without_a_token_the_answer_names_the_scheme_and_no_error() {
    let practising = Practising::start().await;
    let response = practising.get("/userinfo").await;
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn an_unknown_token_is_invalid_token() {
    let practising = Practising::start().await;
    let tokens = practising.tokens(&[]).await;
    for token in ["unknown", tokens["id_token"].as_str().expect("an ID token")] {
        let response =
            practising.http.get(practising.url("/userinfo")).bearer_auth(token).send().await.expect("an answer");
        assert_eq!(response.status(), 401);
        assert!(response.headers()["www-authenticate"].to_str().expect("text").contains("error=\"invalid_token\""));
    }
}
