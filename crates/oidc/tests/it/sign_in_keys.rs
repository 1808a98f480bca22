//! A provider that changes its keys while a person signs in.

use std::time::Duration;

use axum::http::StatusCode;
use chrono::TimeDelta;
use lintel_oidc::{
    Channel, Clock, Finding, Severity,
    metadata::ProviderSource,
    sign_in::{RelyingParty, SignIn, World, forget},
    signing::{SigningAlgorithm, SigningKey, key_set},
    trace::{Direction, StepKind, StepState, Trace},
};
use serde_json::json;

use crate::sign_in_provider::{Manner, Provider, begin_in, field, step, world};

async fn begin(provider: &Provider, world: &World) -> SignIn {
    begin_in(world, provider.relying_party(), &[]).await.expect("a sign-in")
}

/// Begins and is answered in `world`; the code of the finding that refused it.
async fn outcome(provider: &Provider, sign_in: SignIn) -> Result<(), String> {
    provider.finish(sign_in).await.map(|_| ()).map_err(|refusal| refusal.finding.code)
}

fn read_again(trace: &Trace) -> &Finding {
    let step = step(trace, StepKind::IdToken);
    step.findings.iter().find(|finding| finding.code == "keys-read-again").expect("the note")
}

fn later(world: &World, by: TimeDelta) -> World {
    let mut later = world.clone();
    later.clock = Clock::at(world.clock.now() + by);
    later
}

/// Stands still, so that a slow computer reaches no limit.
fn still() -> World {
    let mut world = world();
    world.clock = Clock::at(world.clock.now());
    world
}

#[tokio::test]
async fn keys_that_change_while_the_person_signs_in_are_read_once_more_and_the_trace_says_so() {
    for channel in Channel::BOTH {
        let provider = Provider::start(Manner::default()).await;
        let rp = RelyingParty { channel, ..provider.relying_party() };
        let sign_in = begin_in(&world(), rp, &[]).await.expect("a sign-in");
        provider.change_key();
        provider.publish();
        let verified = provider.finish(sign_in).await.expect("a sign-in with the new key");

        assert_eq!(provider.seen("jwks").len(), 2, "at the beginning and once more");
        let trace = verified.recorder.trace();
        let note = read_again(trace);
        assert_eq!(note.severity, Severity::Note);
        assert!(note.message.ends_with("the provider changed them in between."), "{}", note.message);
        let step = step(trace, StepKind::IdToken);
        assert_eq!(step.state, StepState::Passed);
        let asked = step.messages.iter().find(|message| message.direction == Direction::Sent).expect("the reading");
        assert_eq!(asked.url, Some(format!("{}/jwks", provider.url)));
        assert_eq!(field(&step.messages, "keys"), note.got.as_deref());
    }
}

#[tokio::test]
async fn a_key_that_takes_over_the_kid_of_the_last_one_is_found_as_well_and_so_is_one_without_kid() {
    for kid in [|_: &SigningKey| Some("signing".to_owned()), |_: &SigningKey| None] {
        let provider = Provider::start(Manner { kid, ..Manner::default() }).await;
        let sign_in = begin(&provider, &world()).await;
        provider.change_key();
        provider.publish();
        provider.finish(sign_in).await.expect("a sign-in with the new key");
    }
}

#[tokio::test]
async fn a_sound_sign_in_reads_the_keys_once_and_says_nothing_of_it() {
    let provider = Provider::start(Manner::default()).await;
    let verified = provider.sign_in(provider.relying_party()).await.expect("a sign-in");
    assert_eq!(provider.seen("jwks").len(), 1);
    assert_eq!(step(verified.recorder.trace(), StepKind::IdToken).findings, []);
}

#[tokio::test]
async fn a_key_that_the_provider_does_not_have_either_is_refused_and_both_readings_are_told() {
    let provider = Provider::start(Manner::default()).await;
    let sign_in = begin(&provider, &world()).await;
    provider.change_key();
    let refusal = provider.finish(sign_in).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "id-token-key");
    let note = read_again(&refusal.trace);
    assert!(note.message.ends_with("They were read once more, and do not verify it either."), "{}", note.message);
    assert_eq!(note.remedy, Some(format!("Have the provider sign with a key that is at {}/jwks.", provider.url)));
    assert_eq!(provider.seen("jwks").len(), 2);
}

#[tokio::test]
async fn a_reading_that_fails_leaves_the_keys_of_the_beginning_and_is_tried_again_a_second_later() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let mut waiting = Vec::new();
    for seconds in [0, 0, 1] {
        waiting.push(begin(&provider, &later(&world, TimeDelta::seconds(seconds))).await);
    }
    let unharmed = begin(&provider, &world).await;
    let begun = provider.seen("jwks").len();

    outcome(&provider, unharmed).await.expect("nothing was read again for a key that is there");
    provider.change_key();
    let mut in_time = waiting.into_iter();
    for (answer, said) in [
        ((StatusCode::BAD_GATEWAY, json!({ "keys": [] })), "They were to be read once more. "),
        ((StatusCode::OK, json!({})), "They were to be read once more just now, for another sign-in. "),
    ] {
        provider.answer_keys(answer.0, answer.1);
        let refusal = provider.finish(in_time.next().expect("a sign-in")).await.expect_err("refused");
        assert_eq!(refusal.finding.code, "id-token-key");
        let note = read_again(&refusal.trace);
        assert!(note.message.contains(said) && note.message.ends_with("it answered 502."), "{}", note.message);
    }
    assert_eq!(provider.seen("jwks").len(), begun + 1, "a failure is left alone for a second");
    provider.publish();
    outcome(&provider, in_time.next().expect("a sign-in")).await.expect("a second later it is there");
    assert_eq!(provider.seen("jwks").len(), begun + 2);
}

#[tokio::test]
async fn many_sign_ins_at_once_read_the_keys_once_between_them() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    for published in [true, false] {
        let world = later(&world, TimeDelta::minutes(i64::from(published)));
        let mut waiting = Vec::new();
        for _ in 0..20 {
            waiting.push(begin(&provider, &world).await);
        }
        let begun = provider.seen("jwks").len();
        provider.change_key();
        if published {
            provider.publish();
        }
        let ended =
            futures_util::future::join_all(waiting.into_iter().map(|sign_in| outcome(&provider, sign_in))).await;
        let wanted = if published { Ok(()) } else { Err("id-token-key".to_owned()) };
        assert!(ended.iter().all(|ended| *ended == wanted), "{ended:?}");
        assert_eq!(provider.seen("jwks").len(), begun + 1);
    }
}

#[tokio::test]
async fn a_key_set_is_left_alone_for_ten_seconds_whatever_comes() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let mut begun = Vec::new();
    // The clock of the last one was set back.
    for (milliseconds, reads) in [(0, 1), (1, 1), (9_999, 1), (10_000, 2), (15_000, 2), (-60_000, 3)] {
        let world = later(&world, TimeDelta::milliseconds(milliseconds));
        begun.push((begin(&provider, &world).await, milliseconds, reads));
    }
    let before = provider.seen("jwks").len();
    provider.change_key();
    for (sign_in, milliseconds, reads) in begun {
        let refusal = provider.finish(sign_in).await.expect_err("refused");
        assert_eq!(refusal.finding.code, "id-token-key");
        assert_eq!(provider.seen("jwks").len() - before, reads, "after {milliseconds} ms");
        let note = read_again(&refusal.trace);
        if milliseconds == 9_999 {
            assert!(note.message.contains("They were read once more 9 s ago, for another sign-in"), "{}", note.message);
            assert!(note.remedy.as_deref().is_some_and(|remedy| remedy.contains("read again 10 s later")), "{note:?}");
            let messages = &step(&refusal.trace, StepKind::IdToken).messages;
            assert!(messages.iter().all(|message| message.direction == Direction::Received), "it asked nobody");
        }
    }
}

#[tokio::test]
async fn a_key_that_was_withdrawn_does_not_return_with_what_another_sign_in_read_before() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let first = begin(&provider, &world).await;
    provider.change_key();
    provider.publish();
    provider.finish(first).await.expect("the new key was read for it");

    let other = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
    provider.answer_keys(StatusCode::OK, key_set([&other]));
    let second = begin(&provider, &later(&world, TimeDelta::seconds(5))).await;
    let readings = provider.seen("jwks").len();
    let refusal = provider.finish(second).await.expect_err("its key set no longer has that key");
    assert_eq!(refusal.finding.code, "id-token-key");
    let note = read_again(&refusal.trace);
    assert!(note.message.ends_with("5 s ago, for another sign-in, and are not read again yet."), "{}", note.message);
    assert_eq!(provider.seen("jwks").len(), readings);
}

#[tokio::test]
async fn each_provider_has_a_limit_of_its_own() {
    let world = still();
    for _ in 0..3 {
        let provider = Provider::start(Manner::default()).await;
        let sign_in = begin(&provider, &world).await;
        provider.change_key();
        provider.publish();
        provider.finish(sign_in).await.expect("a sign-in with the new key");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_given_up_while_it_reads_holds_up_no_other() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let (first, second) = (begin(&provider, &world).await, begin(&provider, &world).await);
    provider.change_key();
    provider.publish();
    provider.hold_keys(true);
    let given_up = tokio::time::timeout(Duration::from_millis(200), provider.finish(first)).await;
    assert!(given_up.is_err(), "it was reading");
    provider.hold_keys(false);
    provider.finish(second).await.expect("a sign-in with the new key");
}

/// Of a person's login: it may begin with what an earlier one read.
async fn login(provider: &Provider, world: &World) -> Result<Trace, String> {
    let sign_in = begin(provider, &world.clone().remembering()).await;
    match provider.finish(sign_in).await {
        Ok(verified) => Ok(verified.recorder.trace().clone()),
        Err(refusal) => Err(refusal.finding.code),
    }
}

#[tokio::test]
async fn logins_read_the_keys_once_for_as_long_as_the_provider_says_and_a_test_always() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let mut headers = vec![("content-type", "application/json")];
    let set = provider.key_set().to_string();
    headers.push(("cache-control", "public, max-age=120"));
    provider.answer("jwks", 200, &headers, set.as_bytes());
    for (seconds, reads) in [(0, 1), (1, 1), (119, 1), (120, 2), (239, 2)] {
        let trace = login(&provider, &later(&world, TimeDelta::seconds(seconds))).await.expect("a login");
        assert_eq!(provider.seen("jwks").len(), reads, "after {seconds} s");
        let begun = step(&trace, StepKind::Discovery);
        let (said, remembered) = (field(&begun.messages, "read from").expect("a place"), seconds % 120 > 0);
        assert_eq!(begun.messages.iter().any(|message| message.direction == Direction::Sent), !remembered);
        assert_eq!(begun.summary.contains(&format!("the keys as read {} s ago", seconds % 120)), remembered, "{said}");
    }
    let afresh = later(&world, TimeDelta::seconds(239));
    begin(&provider, &afresh).await;
    assert_eq!(provider.seen("jwks").len(), 3, "a test reads them itself");
    login(&provider, &later(&world, TimeDelta::seconds(358))).await.expect("a login");
    assert_eq!(provider.seen("jwks").len(), 3, "and logins go by what it read");
}

#[tokio::test]
async fn a_login_right_after_a_rotation_finds_the_new_key_however_lately_another_one_did() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    login(&provider, &world).await.expect("a login");
    for (milliseconds, reads) in [(1, 2), (2, 3), (3, 4)] {
        provider.change_key();
        provider.publish();
        let trace = login(&provider, &later(&world, TimeDelta::milliseconds(milliseconds))).await.expect("a login");
        let note = read_again(&trace);
        assert!(note.message.starts_with("The keys that the sign-in began with, remembered for 0 s,"), "{note:?}");
        assert!(note.message.ends_with("the provider changed them in between."), "{}", note.message);
        assert_eq!(provider.seen("jwks").len(), reads);
    }
    login(&provider, &later(&world, TimeDelta::milliseconds(4))).await.expect("a login");
    assert_eq!(provider.seen("jwks").len(), 4, "what was read once more is remembered");
}

#[tokio::test]
async fn logins_with_forged_tokens_ask_no_more_often_than_they_begin_and_at_once_only_once() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    login(&provider, &world).await.expect("a login");
    provider.change_key();
    let mut waiting = Vec::new();
    for _ in 0..20 {
        waiting.push(begin(&provider, &world.clone().remembering()).await);
    }
    let ended = futures_util::future::join_all(waiting.into_iter().map(|sign_in| outcome(&provider, sign_in))).await;
    assert!(ended.iter().all(|ended| *ended == Err("id-token-key".to_owned())), "{ended:?}");
    assert_eq!(provider.seen("jwks").len(), 2);
}

#[tokio::test]
async fn a_key_that_the_provider_took_out_is_trusted_for_ten_minutes_at_most() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let headers = [("content-type", "application/json"), ("cache-control", "max-age=86400")];
    provider.answer("jwks", 200, &headers, provider.key_set().to_string().as_bytes());
    login(&provider, &world).await.expect("a login");
    let other = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
    provider.answer("jwks", 200, &headers, key_set([&other]).to_string().as_bytes());
    let at = |seconds| later(&world, TimeDelta::seconds(seconds));
    login(&provider, &at(299)).await.expect("its set is remembered");
    assert_eq!(login(&provider, &at(600)).await.expect_err("refused"), "id-token-key");
}

#[tokio::test]
async fn what_is_forgotten_is_read_by_the_next_login_and_so_is_a_document_that_the_connection_lacks() {
    let provider = Provider::start(Manner::default()).await;
    let world = still();
    let endpoint = |path: &str| format!("{}/{path}", provider.url);
    let document = json!({
        "issuer": provider.url, "authorization_endpoint": endpoint("authorize"), "token_endpoint": endpoint("token"),
        "jwks_uri": endpoint("jwks"),
    });
    provider.serve("discovery", document.to_string().as_bytes());
    let source = ProviderSource {
        discovery_url: Some(endpoint(".well-known/openid-configuration")),
        ..ProviderSource::default()
    };
    let rp = || RelyingParty { provider: source.clone(), ..provider.relying_party() };
    let login = async |seconds| {
        let world = later(&world, TimeDelta::seconds(seconds)).remembering();
        let sign_in = begin_in(&world, rp(), &[]).await.expect("a sign-in");
        let verified = provider.finish(sign_in).await.expect("a login");
        let begun = step(verified.recorder.trace(), StepKind::Discovery).clone();
        (begun, provider.seen("discovery").len(), provider.seen("jwks").len())
    };
    let (begun, documents, sets) = login(0).await;
    assert!(begun.findings[0].got.as_deref().is_some_and(|got| got.ends_with("for this sign-in")));
    assert_eq!((documents, sets), (1, 1));
    let (begun, documents, sets) = login(42).await;
    assert!(begun.findings[0].got.as_deref().is_some_and(|got| got.ends_with("42 s ago, for another sign-in")));
    assert_eq!((documents, sets), (1, 1));
    forget(&source, &world);
    let (_, documents, sets) = login(43).await;
    assert_eq!((documents, sets), (2, 2));
}
