//! What goes to an endpoint that has a query of its own, and what a response says of where it comes from.

use lintel_oidc::{
    Channel,
    sign_in::{AuthorizationResponse, RelyingParty, SignIn},
    trace::StepKind,
};

use crate::sign_in_provider::{Manner, Provider, begin, step};

async fn begun(provider: &Provider, endpoint: &str, channel: Channel) -> SignIn {
    let mut rp = RelyingParty { channel, ..provider.relying_party() };
    rp.provider.authorization_endpoint = Some(format!("{}/authorize{endpoint}", provider.url));
    begin(rp, &[]).await.expect("a sign-in")
}

/// Of helidon 12206, oidctest 74 and okta-auth-js 223.
#[tokio::test]
async fn the_endpoints_own_query_is_kept_to_the_letter_and_nothing_is_doubled() {
    let provider = Provider::start(Manner::default()).await;
    for (endpoint, kept) in [
        ("", ""),
        ("?p=b2c_1_signin", "p=b2c_1_signin&"),
        ("?brand=a%2Fb%20c&x=%C3%A9", "brand=a%2Fb%20c&x=%C3%A9&"),
        ("?a=1+2&flag&b", "a=1+2&flag&b&"),
        ("?", ""),
        ("?p=1&", "p=1&"),
        ("?scope=openid&p=1", "p=1&"),
    ] {
        for channel in Channel::BOTH {
            let sign_in = begun(&provider, endpoint, channel).await;
            let query = sign_in.authorization_url().query().expect("a query").to_owned();
            assert!(query.starts_with(&format!("{kept}response_type=")), "{endpoint}: {query}");
            assert!(!query.contains('?') && !query.contains("&&"), "{query}");
            let names: Vec<String> =
                sign_in.authorization_url().query_pairs().map(|(name, _)| name.into_owned()).collect();
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), names.len(), "{query}");
            assert_eq!(names.iter().any(|name| name == "nonce"), channel == Channel::FrontChannel);
            let trace = sign_in.abandon("enough");
            let found = &step(&trace, StepKind::AuthorizationRequest).findings;
            let told = found.iter().any(|finding| finding.code == "endpoint-carries-parameter");
            assert_eq!(told, endpoint.contains("scope"), "{found:?}");
        }
    }
}

#[tokio::test]
async fn a_response_of_another_issuer_is_named_as_that_and_nothing_else_in_it_is_believed() {
    let provider = Provider::start(Manner::default()).await;
    for rest in ["error=access_denied&error_description=no", "code=c", "state=other"] {
        let sign_in = begun(&provider, "", Channel::BackChannel).await;
        let query = format!("iss=https://attacker.example&state={}&{rest}", sign_in.state());
        let refusal = sign_in.finish(AuthorizationResponse::from_query(&query)).await.expect_err("refused");
        assert_eq!(refusal.finding.code, "response-issuer-mismatch", "{rest}");
        let findings = &step(&refusal.trace, StepKind::AuthorizationResponse).findings;
        assert_eq!(findings.len(), 1, "{findings:?}");
    }
    let sign_in = begun(&provider, "", Channel::BackChannel).await;
    let query = format!("iss={}&iss=https://attacker.example&state={}&code=c", provider.url, sign_in.state());
    let refusal = sign_in.finish(AuthorizationResponse::from_query(&query)).await.expect_err("refused");
    assert_eq!(refusal.finding.got.as_deref(), Some("https://attacker.example"));
}

#[tokio::test]
async fn an_error_without_state_shows_its_values() {
    let provider = Provider::start(Manner::default()).await;
    let sign_in = begun(&provider, "", Channel::BackChannel).await;
    let response = AuthorizationResponse::from_query("error=invalid_scope&error_description=scope+x");
    let refusal = sign_in.finish(response).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "state-mismatch");
    assert!(refusal.finding.message.contains("no state: “invalid_scope”, “scope x”."), "{}", refusal.finding.message);
}
