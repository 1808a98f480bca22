use lintel_practice::Dial;
use serde_json::Value;

use crate::support::Practising;

pub(crate) fn dial(name: &str) -> Dial {
    name.parse().expect("a dial")
}

#[tokio::test]
async fn all_dials_are_off_at_the_start_and_turn_one_by_one() {
    let practising = Practising::start().await;
    assert!(practising.practice.dials().is_empty());
    practising.practice.set(dial("secret-rejected"), true);
    practising.practice.set(dial("secret-rejected"), true);
    assert_eq!(practising.practice.dials(), [dial("secret-rejected")]);
    practising.practice.set(dial("secret-rejected"), false);
    assert!(practising.practice.dials().is_empty());
}

#[tokio::test]
async fn wrong_issuer_changes_iss_in_the_id_token_and_nothing_else() {
    let practising = Practising::start().await;
    let issuer = practising.practice.issuer();
    let document = practising.json("/.well-known/openid-configuration").await;
    for (on, expected) in [(false, issuer.to_owned()), (true, format!("{issuer}/v2.0")), (false, issuer.to_owned())] {
        practising.practice.set(dial("wrong-issuer"), on);
        let tokens = practising.tokens(&[]).await;
        let claims = practising.verified(tokens["id_token"].as_str().expect("an ID token")).await;
        assert_eq!(claims["iss"], expected);
        assert_eq!(claims["nonce"], "a-nonce");
        assert_eq!(practising.json("/.well-known/openid-configuration").await, document);
    }
}

#[tokio::test]
async fn secret_rejected_refuses_the_right_secret_and_keeps_the_code() {
    let practising = Practising::start().await;
    let code = practising.code(&[]).await;

    practising.practice.set(dial("secret-rejected"), true);
    let response = practising.redeem(&code, &[]).await;
    assert_eq!(response.status(), 401);
    let rejected: Value = response.json().await.expect("JSON");
    assert_eq!(rejected["error"], "invalid_client");
    let wrong: Value = practising.redeem(&code, &[("client_secret", "wrong")]).await.json().await.expect("JSON");
    assert_eq!(rejected, wrong, "from outside it looks like a wrong secret");

    practising.practice.set(dial("secret-rejected"), false);
    assert_eq!(practising.redeem(&code, &[]).await.status(), 200);
}
