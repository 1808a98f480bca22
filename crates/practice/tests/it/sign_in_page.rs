use crate::support::{Practising, answer};

async fn page(practising: &Practising, changes: &[(&str, &str)]) -> String {
    practising.authorize(changes).await.text().await.expect("a page")
}

#[tokio::test]
async fn everybody_has_a_button_with_a_name() {
    let practising = Practising::start().await;
    let page = page(&practising, &[]).await;
    assert!(page.contains("<title>Practice provider</title>"));
    assert!(page.contains("Nothing here is a real account."));
    for name in ["Ada Lovelace", "田中 美咲", "José Núñez O'Brien", "Sam Rivers", "Wulandari"] {
        assert!(page.contains(&format!("aria-label=\"Sign in as {name}\"")), "{name}");
    }
    assert!(!page.contains("<script"), "the page needs no script");
}

#[tokio::test]
async fn a_login_hint_puts_that_person_first() {
    let practising = Practising::start().await;
    for hint in ["wulandari@acme.example", "WULANDARI"] {
        let page = page(&practising, &[("login_hint", hint)]).await;
        let first = page.split("<button ").nth(1).expect("a button");
        assert!(first.contains("value=\"wulandari\"") && first.contains("autofocus"), "{first}");
    }
}

#[tokio::test]
async fn a_login_hint_that_nobody_answers_to_is_filled_in() {
    let practising = Practising::start().await;
    let page = page(&practising, &[("login_hint", "\"new\"@acme.example")]).await;
    assert!(page.contains("value=\"&quot;new&quot;@acme.example\""));
    assert!(!page.contains("autofocus"));
}

#[tokio::test]
async fn what_a_request_says_is_text_on_the_page() {
    let practising = Practising::start().await;
    let page =
        page(&practising, &[("state", "\"><script>alert(1)</script>"), ("login_hint", "'><img src=x>@acme.example")])
            .await;
    assert!(!page.contains("<script") && !page.contains("<img"));
}

#[tokio::test]
async fn a_guest_signs_in_with_an_address_of_their_own() {
    let practising = Practising::start().await;
    let guest = [("email", "Kim@Other.example"), ("name", "Kim <Park>"), ("email_verified", "true")];
    let code = answer(&practising.choose(&[], &guest).await)["code"].clone();
    let tokens: serde_json::Value = practising.redeem(&code, &[]).await.json().await.expect("JSON");
    let claims = practising.verified(tokens["id_token"].as_str().expect("an ID token")).await;
    assert_eq!(claims["sub"], "guest-kim@other.example");
    assert_eq!(claims["email"], "Kim@Other.example");
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["name"], "Kim <Park>");
}

#[tokio::test]
async fn a_choice_that_will_not_do_shows_the_page_again_and_says_why() {
    let practising = Practising::start().await;
    for choice in [("email", "no address"), ("sub", "nobody"), ("name", "Kim")] {
        let response = practising.choose(&[], &[choice]).await;
        assert_eq!(response.status(), 400);
        let page = response.text().await.expect("a page");
        assert!(page.contains("role=\"alert\"") && page.contains("Sign in as Ada Lovelace"));
    }
}
