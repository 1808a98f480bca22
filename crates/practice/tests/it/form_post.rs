use crate::support::{CALLBACK, Practising, answer, fields, location};

const FRONT_CHANNEL: [(&str, &str); 2] = [("response_type", "id_token"), ("response_mode", "form_post")];

#[tokio::test]
async fn an_id_token_is_posted_to_the_client() {
    let practising = Practising::start().await;
    let response = practising.choose(&FRONT_CHANNEL, &[("sub", "tanaka-misaki")]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let page = response.text().await.expect("a page");
    assert!(page.contains(&format!("<form method=\"post\" action=\"{CALLBACK}\">")));

    let posted = fields(&page);
    assert_eq!(posted["state"], "a state & more");
    assert_eq!(posted["iss"], practising.practice.issuer());
    let claims = practising.verified(&posted["id_token"]).await;
    assert_eq!(claims["sub"], "tanaka-misaki");
    assert_eq!(claims["nonce"], "a-nonce");
    assert_eq!(claims["name"], "田中 美咲");
    assert!(!claims.contains_key("at_hash"), "there is no access token to bind");
}

#[tokio::test]
async fn the_posting_page_needs_no_script_and_allows_only_its_own() {
    let practising = Practising::start().await;
    let response = practising.choose(&FRONT_CHANNEL, &[("sub", "ada-lovelace")]).await;
    let policy = response.headers()["content-security-policy"].to_str().expect("text").to_owned();
    let page = response.text().await.expect("a page");
    let nonce = page.split("<script nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a nonce");
    assert!(policy.contains(&format!("script-src 'nonce-{nonce}'")), "{policy}");
    assert!(!policy.contains("form-action"), "the form goes to another origin: {policy}");
    assert!(page.contains(">Continue</button>"));
}

#[tokio::test]
async fn an_error_is_posted_too() {
    let practising = Practising::start().await;
    let response = practising.choose(&FRONT_CHANNEL, &[("cancel", "true")]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(fields(&response.text().await.expect("a page"))["error"], "access_denied");
}

#[tokio::test]
async fn a_code_can_be_posted_as_well() {
    let practising = Practising::start().await;
    let response = practising.choose(&[("response_mode", "form_post")], &[("sub", "ada-lovelace")]).await;
    let code = fields(&response.text().await.expect("a page"))["code"].clone();
    assert_eq!(practising.redeem(&code, &[]).await.status(), 200);
}

#[tokio::test]
async fn without_a_response_mode_an_id_token_travels_in_the_fragment() {
    let practising = Practising::start().await;
    let response = practising.choose(&[("response_type", "id_token")], &[("sub", "ada-lovelace")]).await;
    assert_eq!(location(&response).query(), None);
    practising.verified(&answer(&response)["id_token"]).await;
}
