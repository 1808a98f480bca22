//! A sign-in that is judged again with other settings, from what its trace keeps.

use std::sync::Arc;

use lintel_oidc::{
    sign_in::{AttributeMap, NotJudged, RelyingParty, judge_again},
    signing::SigningAlgorithm,
    trace::{Evidence, JudgedBy, Outcome, StepKind, Trace},
};
use serde_json::{Map, Value, json};

use crate::sign_in_provider::{ACCESS_TOKEN, Manner, Provider, begin, step};

/// As it is kept: written down and read again.
fn kept(trace: &Trace) -> Evidence {
    let evidence = trace.evidence.as_ref().expect("it came to an ID token");
    serde_json::from_value(serde_json::to_value(&**evidence).expect("JSON")).expect("evidence")
}

async fn signed_in(manner: Manner, change: impl FnOnce(RelyingParty) -> RelyingParty) -> Trace {
    let provider = Provider::start(manner).await;
    let rp = change(provider.relying_party());
    match provider.sign_in(rp).await {
        Ok(verified) => verified.recorder.accept(verified.profile),
        Err(refusal) => refusal.trace,
    }
}

fn again(trace: &Trace, change: impl FnOnce(&mut JudgedBy)) -> Result<Trace, NotJudged> {
    let evidence = kept(trace);
    let mut by = evidence.judged_by.clone();
    change(&mut by);
    judge_again(trace, &evidence, &by)
}

fn refused_for(trace: &Trace) -> Option<&str> {
    match &trace.outcome {
        Some(Outcome::Refused { finding, .. }) => Some(&finding.code),
        _ => None,
    }
}

#[tokio::test]
async fn judged_by_the_settings_of_then_it_comes_out_as_it_did() {
    for manner in [Manner::default(), Manner { claims: json!({ "iss": "https://other.example" }), ..Manner::default() }]
    {
        let trace = signed_in(manner, |rp| rp).await;
        let judged = again(&trace, |_| {}).expect("judged");
        assert_eq!(judged.outcome, trace.outcome);
        let (then, now) = (step(&trace, StepKind::IdToken), step(&judged, StepKind::IdToken));
        assert_eq!((&now.checks, &now.findings, &now.claims), (&then.checks, &then.findings, &then.claims));
    }
}

#[tokio::test]
async fn each_setting_is_judged_anew_and_the_signature_stands_as_it_was() {
    let trace = signed_in(Manner::default(), |rp| rp).await;
    let refused = |change: fn(&mut JudgedBy)| refused_for(&again(&trace, change).expect("judged")).map(str::to_owned);
    assert_eq!(refused(|by| by.issuer = "https://other.example".to_owned()).as_deref(), Some("id-token-issuer"));
    assert_eq!(refused(|by| by.client_id = "client-2".to_owned()).as_deref(), Some("id-token-audience"));
    assert_eq!(refused(|by| by.algorithms = vec!["ES384".to_owned()]).as_deref(), Some("id-token-algorithm"));

    let strict = |rp: RelyingParty| RelyingParty { id_token_signed_response_algs: vec!["RS256".to_owned()], ..rp };
    let trace = signed_in(Manner { signs_with: SigningAlgorithm::ES256, ..Manner::default() }, strict).await;
    assert_eq!(refused_for(&trace), Some("id-token-algorithm"));
    let judged = again(&trace, |by| by.algorithms = vec!["ES256".to_owned()]).expect("judged");
    assert_eq!(refused_for(&judged), None, "the signature was looked at, whatever the list said");

    let expired = json!({ "exp": 1_000_000_000, "iat": 1_000_000_000 });
    let trace = signed_in(Manner { claims: expired, ..Manner::default() }, |rp| rp).await;
    assert_eq!(refused_for(&trace), Some("id-token-expired"));
    let judged = again(&trace, |by| by.leeway_seconds = u32::MAX).expect("judged");
    assert_eq!(refused_for(&judged), None);
}

#[tokio::test]
async fn a_mapping_is_applied_anew_to_the_claims_that_came() {
    let map = |map: Value| map.as_object().cloned().unwrap_or_default();
    let by_userinfo = map(json!({ "mapping_mode": "use_map", "attributes": { "mail": "${context.userinfo.email}" } }));
    let by_token = map(json!({ "mapping_mode": "use_map", "attributes": { "who": "${context.tokenset.sub}" } }));
    let trace = signed_in(Manner::default(), |rp| rp).await;
    let profile = |trace: &Trace| match &trace.outcome {
        Some(Outcome::Accepted { profile }) => profile.clone(),
        other => panic!("{other:?}"),
    };
    let judged = again(&trace, |by| by.attribute_map = by_token.clone()).expect("judged");
    assert_eq!(profile(&judged).keys().collect::<Vec<_>>(), ["who"]);
    let unread = again(&trace, |by| by.attribute_map = by_userinfo.clone());
    assert_eq!(unread.expect_err("nobody asked"), NotJudged::NoUserinfo);
    let reads = AttributeMap::from_json(Some(&by_userinfo));
    let trace = signed_in(Manner::default(), |rp| RelyingParty { attribute_map: reads, ..rp }).await;
    let judged = again(&trace, |by| by.attribute_map = Map::new()).expect("judged");
    assert!(profile(&judged).contains_key("sub") || !profile(&judged).contains_key("mail"));
    assert_eq!(profile(&again(&trace, |_| {}).expect("judged")), profile(&trace));
}

#[tokio::test]
async fn a_nonce_that_was_not_sent_is_not_judged() {
    let trace = signed_in(Manner::default(), |rp| RelyingParty { send_back_channel_nonce: false, ..rp }).await;
    assert_eq!(again(&trace, |by| by.nonce = true).expect_err("not known"), NotJudged::NoNonceSent);
}

#[tokio::test]
async fn tokens_come_along_where_they_are_asked_for_alone_and_are_never_written_with_the_rest() {
    let provider = Provider::start(Manner::default()).await;
    for keeps in [false, true] {
        let sign_in = begin(provider.relying_party(), &[]).await.expect("begun").keeping_tokens(keeps);
        let verified = provider.finish(sign_in).await.expect("a sign-in");
        let evidence = Arc::clone(verified.recorder.trace().evidence.as_ref().expect("evidence"));
        assert_eq!((evidence.id_token.is_some(), evidence.access_token.is_some()), (keeps, keeps));
        let written = serde_json::to_string(&*evidence).expect("JSON") + &format!("{evidence:?}");
        assert!(!written.contains(ACCESS_TOKEN) && !written.contains("eyJ"), "{written}");
    }
}
