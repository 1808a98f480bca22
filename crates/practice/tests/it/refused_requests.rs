use lintel_practice::PracticeConfig;

use crate::support::{CALLBACK, Practising, answer, fields, location, query};

#[tokio::test]
async fn an_unknown_client_is_told_on_the_providers_own_page() {
    let practising = Practising::start().await;
    for client_id in ["somebody-else", "<script>alert(1)</script>", ""] {
        let response = practising.authorize(&[("client_id", client_id)]).await;
        assert_eq!(response.status(), 400);
        assert!(!response.headers().contains_key("location"));
        let page = response.text().await.expect("a page");
        assert!(page.contains("Unknown client"));
        assert!(!page.contains("<script>"));
    }
}

#[tokio::test]
async fn an_unregistered_redirect_uri_is_never_followed() {
    let practising = Practising::start().await;
    for redirect_uri in ["https://attacker.example/login/callback", "http://localhost:4400/elsewhere", ""] {
        let response = practising.authorize(&[("redirect_uri", redirect_uri)]).await;
        assert_eq!(response.status(), 400, "{redirect_uri}");
        assert!(response.text().await.expect("a page").contains("Redirect URI not registered"));
    }
}

#[tokio::test]
async fn a_redirect_uri_that_comes_twice_is_never_followed() {
    let practising = Practising::start().await;
    let response = practising.get(&format!("/authorize?{}&redirect_uri={CALLBACK}", query(&[]))).await;
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn a_redirect_uri_given_at_start_is_registered() {
    let further = "https://app.example/callback";
    let practising =
        Practising::start_with(PracticeConfig { redirect_uris: vec![further.to_owned()], ..PracticeConfig::default() })
            .await;
    assert_eq!(practising.authorize(&[("redirect_uri", further)]).await.status(), 200);
    assert_eq!(practising.authorize(&[("redirect_uri", "https://app.example/callback/")]).await.status(), 400);
}

#[tokio::test]
async fn other_faults_of_a_request_go_back_to_the_client() {
    let practising = Practising::start().await;
    let implicit = ("response_type", "id_token");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("response_type", "")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_mode", "web_message")], "invalid_request"),
        (&[("scope", "")], "invalid_scope"),
        (&[("scope", "profile email")], "invalid_scope"),
        (&[("scope", "openid,email")], "invalid_scope"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge_method", "S256")], "invalid_request"),
        (&[("code_challenge", crate::support::CHALLENGE), ("code_challenge_method", "S512")], "invalid_request"),
        (&[("state", "a state & more"), ("state", "another")], "invalid_request"),
        (&[("prompt", "none")], "login_required"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("request", "a.b.c")], "request_not_supported"),
        (&[("request_uri", "https://app.example/request")], "request_uri_not_supported"),
        (&[implicit, ("nonce", "")], "invalid_request"),
        (&[implicit, ("response_mode", "query")], "invalid_request"),
    ];
    for (changes, error) in cases {
        let response = practising.authorize(changes).await;
        let answer = answer(&response);
        assert_eq!(answer["error"], *error, "{changes:?}");
        assert!(!answer["error_description"].is_empty());
        assert_eq!(answer["state"], "a state & more", "{changes:?}");
        assert_eq!(answer["iss"], practising.practice.issuer());
        assert_eq!(location(&response).fragment().is_some(), changes.contains(&implicit), "{changes:?}");
    }
}

#[tokio::test]
async fn an_error_takes_the_response_mode_that_was_asked_for() {
    let practising = Practising::start().await;
    let response = practising.authorize(&[("response_mode", "form_post"), ("prompt", "none")]).await;
    assert_eq!(fields(&response.text().await.expect("a page"))["error"], "login_required");
}

#[tokio::test]
async fn cancelling_is_access_denied() {
    let practising = Practising::start().await;
    let answer = answer(&practising.choose(&[], &[("cancel", "true")]).await);
    assert_eq!(answer["error"], "access_denied");
    assert_eq!(answer["state"], "a state & more");
    assert!(!answer.contains_key("code"));
}

#[tokio::test]
async fn a_form_that_another_site_sent_signs_nobody_in() {
    let practising = Practising::start().await;
    for (origin, status) in [("http://attacker.example", 403), ("null", 403), (practising.practice.issuer(), 303)] {
        let form = [("request", query(&[])), ("sub", "ada-lovelace".to_owned())];
        let response =
            practising.http.post(practising.url("/sign-in")).header("origin", origin).form(&form).send().await;
        assert_eq!(response.expect("an answer").status(), status, "{origin}");
    }
}

#[tokio::test]
async fn the_sign_in_form_cannot_carry_a_request_that_the_page_would_refuse() {
    let practising = Practising::start().await;
    let request = query(&[("redirect_uri", "https://attacker.example/login/callback")]);
    let response = practising.post("/sign-in", &[("request", &request), ("sub", "ada-lovelace")]).await;
    assert_eq!(response.status(), 400);
}
