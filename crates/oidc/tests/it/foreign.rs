//! What a provider may not send: each refused by name, and nothing of it stored.

use std::sync::Arc;

use lintel_oidc::{
    json::MAX_DEPTH,
    metadata::ProviderSource,
    sign_in::{AttributeMap, AuthorizationResponse, Pkce, RelyingParty, resolve},
    trace::StepKind,
};
use serde_json::{Value, json};

use crate::sign_in_provider::{Manner, Provider, begin, field, query, step, world};

/// A value of so many arrays within one another.
fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| json!([inner]))
}

async fn answering(place: &'static str, body: String) -> Arc<Provider> {
    let provider = Provider::start(Manner::default()).await;
    provider.serve(place, body.as_bytes());
    provider
}

#[tokio::test]
async fn an_id_token_with_a_deep_claim_is_refused_and_one_at_the_limit_is_taken() {
    let with = |levels| Manner { claims: json!({ "deep": nested(levels) }), ..Manner::default() };
    let provider = Provider::start(with(MAX_DEPTH - 1)).await;
    let profile = provider.sign_in(provider.relying_party()).await.expect("a sign-in").profile;
    assert_eq!(profile["deep"], nested(MAX_DEPTH - 1));

    let provider = Provider::start(with(MAX_DEPTH)).await;
    let refusal = provider.sign_in(provider.relying_party()).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "answer-too-deep");
    assert_eq!(refusal.finding.message, "The ID token is refused: “deep” is nested more than 32 levels deep.");
    let step = step(&refusal.trace, StepKind::IdToken);
    assert_eq!((step.claims.len(), step.checks[0].code.as_str()), (0, "answer-too-deep"));
}

#[tokio::test]
async fn keys_and_a_token_response_that_are_too_deep_or_say_a_thing_twice_are_refused() {
    let deep = format!(r#"{{"keys": [], "access_token": {}}}"#, nested(MAX_DEPTH));
    for (path, member) in [("jwks", "jwks_uri"), ("token", "token_endpoint")] {
        let provider = answering(path, deep.clone()).await;
        let finding = provider.sign_in(provider.relying_party()).await.expect_err("refused").finding;
        assert_eq!((finding.code.as_str(), finding.member.as_deref()), ("answer-too-deep", Some(member)));
    }
    for (path, body, message) in [
        ("jwks", r#"{"keys": [{"kid": "a", "kid": "b"}]}"#, "“kid” comes more than once in an object within “keys”"),
        ("token", r#"{"id_token": "a", "x": 1, "id_token": "b"}"#, "“id_token” comes more than once"),
    ] {
        let provider = answering(path, body.to_owned()).await;
        let finding = provider.sign_in(provider.relying_party()).await.expect_err("refused").finding;
        assert_eq!(finding.code, "answer-repeats-name");
        assert!(finding.message.contains(message), "{}", finding.message);
    }
}

#[tokio::test]
async fn userinfo_that_is_too_deep_or_says_a_thing_twice_gives_no_claims() {
    let map = json!({ "mapping_mode": "use_map", "attributes": { "email": "${context.userinfo.email}" } });
    for (body, why) in [
        (json!({ "sub": "ada", "deep": nested(MAX_DEPTH) }).to_string(), "“deep” is nested more than 32 levels deep"),
        (r#"{"sub": "ada", "email": "a", "email": "b"}"#.to_owned(), "“email” comes more than once"),
    ] {
        let provider = answering("userinfo", body).await;
        let rp = RelyingParty { attribute_map: AttributeMap::from_json(map.as_object()), ..provider.relying_party() };
        let verified = provider.sign_in(rp).await.expect("a sign-in");
        assert!(verified.profile.is_empty());
        let finding = &step(verified.recorder.trace(), StepKind::Userinfo).findings[0];
        assert_eq!(finding.code, "userinfo-failed");
        assert!(finding.message.contains(why), "{}", finding.message);
    }
}

#[tokio::test]
async fn a_discovery_document_that_names_its_issuer_twice_is_refused_at_a_sign_in() {
    let issuer = "http://localhost:1";
    let body = format!(r#"{{"issuer": "{issuer}", "issuer": "https://op.example"}}"#);
    let provider = answering("jwks", body).await;
    let source = ProviderSource { discovery_url: Some(format!("{}/jwks", provider.url)), ..ProviderSource::default() };
    let rp = RelyingParty { provider: source.clone(), ..provider.relying_party() };
    assert_eq!(begin(rp.clone(), &[]).await.expect_err("refused").finding.code, "member-repeated");
    let finding = resolve(&source, rp.channel, &world()).await.expect_err("refused");
    assert_eq!(finding.message, "“issuer” comes more than once, and readers differ in which they take.");
}

#[tokio::test]
async fn a_trace_shows_what_is_known_to_be_open_and_hides_the_rest() {
    let provider = answering(
        "token",
        json!({
            "error": "invalid_grant", "error_description": "spent", "error_codes": [70000], "trace_id": "t-1", "expires_in": 5,
            "device_secret": "hidden-1", "acme_key": "hidden-2", "acme": { "list": ["hidden-3"] }, "acmes": ["hidden-4"],
        })
        .to_string(),
    )
    .await;
    let refusal = provider.sign_in(provider.relying_party()).await.expect_err("refused");
    let messages = &step(&refusal.trace, StepKind::TokenRequest).messages;
    for (name, value) in [
        ("error", "invalid_grant"),
        ("error_description", "spent"),
        ("error_codes", "[70000]"),
        ("trace_id", "t-1"),
        ("expires_in", "5"),
    ] {
        assert_eq!(field(messages, name), Some(value));
    }
    assert!(field(messages, "acme").expect("a member").starts_with("an object; 21 characters, sha256 "));
    assert!(field(messages, "device_secret").expect("a member").starts_with("8 characters, sha256 "));
    let stored = serde_json::to_string(&refusal.trace).expect("a trace");
    assert!(!stored.contains("hidden"), "{stored}");
}

#[tokio::test]
async fn of_an_authorization_response_too() {
    let provider = Provider::start(Manner::default()).await;
    let sign_in = begin(provider.relying_party(), &[]).await.expect("a sign-in");
    let query = format!(
        "code=hidden-1&client_info=hidden-2&user=hidden-3&access_token=hidden-4&state={}&session_state=s-1&iss=x",
        sign_in.state()
    );
    let refusal = sign_in.finish(AuthorizationResponse::from_query(&query)).await.expect_err("refused");
    let messages = &step(&refusal.trace, StepKind::AuthorizationResponse).messages;
    assert_eq!((field(messages, "session_state"), field(messages, "iss")), (Some("s-1"), Some("x")));
    let stored = serde_json::to_string(&refusal.trace).expect("a trace");
    assert!(!stored.contains("hidden"), "{stored}");
}

#[tokio::test]
async fn a_plain_challenge_is_hidden_since_it_is_the_verifier() {
    let provider = Provider::start(Manner::default()).await;
    for (pkce, hidden) in [(Pkce::Plain, true), (Pkce::S256, false)] {
        let sign_in = begin(RelyingParty { pkce, ..provider.relying_party() }, &[]).await.expect("a sign-in");
        let challenge = query(sign_in.authorization_url()).remove("code_challenge").expect("a challenge");
        let stored = serde_json::to_string(sign_in.into_recorder().trace()).expect("a trace");
        assert_eq!(!stored.contains(&challenge), hidden);
    }
}

#[tokio::test]
async fn a_response_of_very_many_parameters_is_refused_and_not_kept() {
    let provider = Provider::start(Manner::default()).await;
    let sign_in = begin(provider.relying_party(), &[]).await.expect("a sign-in");
    let query = format!("state={}&code=c&{}", sign_in.state(), "x=&".repeat(200_000));
    let response = AuthorizationResponse::from_query(&query);
    assert_eq!(response.params.len(), 65);
    let refusal = sign_in.finish(response).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "too-many-parameters");
    assert_eq!(step(&refusal.trace, StepKind::AuthorizationResponse).messages[0].fields.len(), 64);
}

#[tokio::test]
async fn userinfo_stands_in_the_list_of_claims_alone() {
    let map = json!({ "mapping_mode": "use_map", "attributes": { "email": "${context.userinfo.email}" } });
    let asks = |provider: &Provider| RelyingParty {
        attribute_map: AttributeMap::from_json(map.as_object()),
        ..provider.relying_party()
    };
    let provider = Provider::start(Manner::default()).await;
    let verified = provider.sign_in(asks(&provider)).await.expect("a sign-in");
    let sound = step(verified.recorder.trace(), StepKind::Userinfo);
    assert_eq!((sound.claims.len(), sound.messages[1].fields.len()), (2, 0));

    let provider = answering("userinfo", json!({ "sub": "eve", "email": "hidden" }).to_string()).await;
    let refusal = provider.sign_in(asks(&provider)).await.expect_err("refused");
    let stored = serde_json::to_string(&refusal.trace).expect("a trace");
    assert!(!stored.contains("hidden"), "what is about somebody else is not kept: {stored}");
}
