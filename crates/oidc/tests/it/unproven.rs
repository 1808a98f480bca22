//! Whose answer it is comes before what it says: an answer without the state that was sent proves nothing.

use lintel_oidc::sign_in::AuthorizationResponse;

use crate::sign_in_provider::{Manner, Provider, begin};

#[tokio::test]
async fn the_state_is_looked_at_before_anything_that_the_answer_says() {
    let provider = Provider::start(Manner::default()).await;
    for (query, code) in [
        ("error=server_error&error_description=Pay+at+evil.example", "state-mismatch"),
        ("error=access_denied&state=another", "state-mismatch"),
        ("code=c&code=d&error=access_denied&state=another", "state-mismatch"),
        ("error=access_denied&iss=https://evil.example&state=STATE", "response-issuer-mismatch"),
        ("code=c&code=d&state=STATE", "duplicate-parameter"),
        ("code=c&error=access_denied&state=STATE", "provider-refused"),
        ("error=access_denied&state=STATE", "provider-refused"),
    ] {
        let sign_in = begin(provider.relying_party(), &[]).await.expect("a sign-in");
        let answer = AuthorizationResponse::from_query(&query.replace("STATE", sign_in.state()));
        assert_eq!(answer.carries(sign_in.state()), query.contains("STATE"), "{query}");
        let refusal = sign_in.finish(answer).await.expect_err("refused");
        assert_eq!(refusal.finding.code, code, "{query}");
    }
    assert!(provider.seen("token").is_empty(), "none of them redeemed a code");
}

#[test]
fn foreign_words_are_quoted_on_one_line_and_in_short() {
    let answer = |query: &str| AuthorizationResponse::from_query(query).unproven();
    let finding = answer(&format!("error=login_required&error_description=No%0Asession%1b[31m{}", "x".repeat(10_000)));
    assert_eq!(finding.code, "answer-unproven");
    assert!(finding.message.contains("“login_required”, “No session [31mxxx"), "{}", finding.message);
    assert!(finding.message.contains("xxx…”") && finding.message.chars().count() < 400, "{}", finding.message);
    let params: String = (0..1000).map(|number| format!("p{number}=&")).collect();
    assert!(answer(&params).message.chars().count() < 400);
    assert!(answer("").message.contains("no parameters"));
    assert_eq!(answer("code=secret&state=another").got.as_deref(), Some("another state"));
    assert!(!answer("code=secret&state=another").message.contains("secret"), "a code stays out of it");
}

#[test]
fn a_code_in_the_fragment_is_none() {
    let answer = AuthorizationResponse::from_fragment("code=c&id_token=t&state=s&iss=i");
    assert!(answer.carries("s") && answer.param("iss") == Some("i"));
    assert_eq!((answer.param("code"), answer.param("id_token")), (None, None));
}
