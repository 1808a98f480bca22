//! Every dial of the practice provider, over every channel that feels it: the right finding comes first, and no other error stands.

use std::{collections::BTreeSet, time::Duration};

use lintel_console::view::{Lesson, TrialRequest, TrialState, TrialView};
use lintel_oidc::{Channel, Finding, Severity};
use lintel_tenant::KeySource;

use crate::{
    scene::{KEY, Scene},
    window::Person,
};

/// What comes of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// It is refused for this.
    Refused(&'static str),
    /// It passes, with a warning or a note.
    Passes(&'static str),
    /// No answer comes that is known to be the provider's: this is said meanwhile.
    Unproven,
    /// The provider stops on its own page, which says this.
    Stops(&'static str),
    /// The check of the provider says it, and a sign-in need not.
    Checked(&'static str),
}

use Comes::{Checked, Passes, Refused, Stops, Unproven};

/// A dial, what comes of it over Back Channel, and over Front Channel where that is something else.
const TABLE: &[(&str, Comes, Option<Comes>)] = &[
    ("document-missing", Refused("endpoint-missing"), None),
    ("document-is-html", Refused("endpoint-missing"), None),
    ("document-unavailable", Refused("endpoint-missing"), None),
    ("document-cut-off", Refused("endpoint-missing"), None),
    ("document-too-large", Refused("endpoint-missing"), None),
    ("issuer-with-slash", Refused("response-issuer-mismatch"), None),
    ("issuer-is-template", Refused("response-issuer-mismatch"), None),
    ("issuer-missing", Refused("endpoint-missing"), None),
    ("authorization-endpoint-missing", Refused("endpoint-missing"), None),
    ("token-endpoint-missing", Refused("endpoint-missing"), None),
    ("jwks-uri-missing", Refused("endpoint-missing"), None),
    ("form-post-missing", Checked("form-post-not-advertised"), None),
    ("openid-scope-missing", Checked("openid-scope-not-advertised"), None),
    ("pkce-not-advertised", Passes("code-unprotected"), None),
    ("keys-missing", Refused("key-set-unreadable"), None),
    ("keys-are-html", Refused("key-set-unreadable"), None),
    ("keys-empty", Refused("key-set-unreadable"), None),
    ("keys-for-encryption", Refused("key-set-unreadable"), None),
    ("keys-unknown-type", Refused("key-set-unreadable"), None),
    ("keys-short-coordinate", Refused("key-set-unreadable"), None),
    ("keys-without-kid", Refused("id-token-key"), None),
    ("keys-share-kid", Refused("id-token-key"), None),
    ("keys-behind", Refused("id-token-key"), None),
    ("keys-other-modulus", Refused("id-token-signature"), None),
    ("keys-too-short", Refused("id-token-key-short"), None),
    ("keys-private", Checked("private-key-published"), None),
    ("client-unknown", Stops("client-unknown"), None),
    ("callback-not-registered", Stops("callback-not-registered"), None),
    ("implicit-off", Refused("flow-not-allowed"), None),
    ("code-flow-off", Refused("flow-not-allowed"), None),
    ("scope-refused", Refused("scope-refused"), None),
    ("pkce-required", Refused("pkce-refused"), None),
    ("pkce-plain-only", Refused("pkce-refused"), None),
    ("pkce-refused", Refused("pkce-refused"), None),
    ("nonce-required", Refused("nonce-missing"), None),
    ("request-object-required", Refused("request-object-demanded"), None),
    ("login-required", Refused("nobody-signed-in"), None),
    ("consent-required", Refused("consent-missing"), None),
    ("consent-denied", Refused("consent-declined"), None),
    ("user-not-assigned", Refused("person-not-assigned"), None),
    ("provider-fails", Refused("provider-trouble"), None),
    ("provider-busy", Refused("provider-trouble"), None),
    ("state-wrong", Unproven, None),
    ("state-missing", Unproven, None),
    ("response-issuer-foreign", Refused("response-issuer-mismatch"), None),
    ("response-issuer-missing", Refused("response-issuer-missing"), None),
    ("nothing-comes-back", Refused("response-incomplete"), None),
    ("parameter-twice", Refused("duplicate-parameter"), None),
    ("answers-in-fragment", Refused("response-incomplete"), None),
    ("answers-in-query", Refused("response-not-posted"), None),
    ("secret-rejected", Refused("client-rejected"), None),
    ("basic-only", Refused("client-rejected"), None),
    ("code-rejected", Refused("grant-rejected"), None),
    ("verifier-rejected", Refused("pkce-refused"), None),
    ("grant-not-allowed", Refused("token-request-refused"), None),
    ("grant-unknown", Refused("token-request-refused"), None),
    ("id-token-left-out", Refused("id-token-missing"), None),
    ("error-with-200", Refused("grant-rejected"), None),
    ("tokens-as-form", Refused("token-response-unreadable"), None),
    ("tokens-are-html", Refused("token-response-unreadable"), None),
    ("tokens-as-text", Passes("token-response-odd"), None),
    ("lifetime-as-text", Passes("token-response-odd"), None),
    ("token-endpoint-fails", Refused("token-response-unreadable"), None),
    ("token-endpoint-limits", Refused("token-response-unreadable"), None),
    ("token-endpoint-moved", Refused("token-response-unreadable"), None),
    ("token-endpoint-slow", Refused("token-endpoint-unreachable"), None),
    ("wrong-issuer", Refused("id-token-issuer"), None),
    ("audience-other", Refused("id-token-audience"), None),
    ("authorized-party-other", Refused("id-token-authorized-party"), None),
    ("expired", Refused("id-token-expired"), None),
    ("expiry-missing", Refused("id-token-expired"), None),
    ("expiry-in-milliseconds", Refused("id-token-expired"), None),
    ("issued-in-future", Refused("id-token-issued-at"), None),
    ("not-yet-valid", Refused("id-token-not-before"), None),
    ("clock-ahead", Refused("id-token-issued-at"), None),
    ("clock-behind", Refused("id-token-expired"), None),
    ("nonce-missing", Refused("id-token-nonce"), None),
    ("nonce-other", Refused("id-token-nonce"), None),
    ("subject-missing", Refused("id-token-subject"), None),
    ("access-token-other", Refused("id-token-at-hash"), None),
    ("not-signed", Refused("id-token-algorithm"), None),
    ("shared-secret", Refused("id-token-algorithm"), None),
    ("es256-only", Refused("id-token-algorithm"), None),
    ("kid-unknown", Refused("id-token-key"), None),
    ("signature-broken", Refused("id-token-signature"), None),
    ("critical-header", Refused("id-token-crit"), None),
    ("access-token-in-place", Refused("id-token-header"), None),
    ("encrypted", Refused("id-token-format"), None),
    ("not-a-token", Refused("id-token-format"), None),
    ("email-missing", Passes("email-missing"), None),
    ("email-verified-as-text", Passes("id-token-claims"), None),
    ("userinfo-unauthorized", Passes("access-token-refused"), None),
    ("userinfo-forbidden", Passes("scope-refused"), None),
    ("userinfo-fails", Passes("userinfo-failed"), None),
    ("userinfo-is-html", Passes("userinfo-failed"), None),
    ("userinfo-signed", Passes("userinfo-signed"), None),
    ("userinfo-other-person", Refused("userinfo-subject"), None),
    ("userinfo-bare", Passes("claim-missing"), None),
];

#[tokio::test]
async fn each_dial_comes_to_its_finding_over_every_channel_that_feels_it() {
    let scene = Scene::start_with(KeySource::Given(KEY), Duration::from_secs(3)).await;
    let dials: Vec<String> =
        scene.console.practice().expect("it answers").dials.into_iter().map(|dial| dial.name).collect();
    let named: BTreeSet<&str> = TABLE.iter().map(|(dial, ..)| *dial).collect();
    assert_eq!(named, dials.iter().map(String::as_str).collect(), "each dial stands in the table");
    let course = scene.console.course();
    let mut others = Vec::new();
    for (dial, back, front) in TABLE {
        scene.console.set_dial(dial, true).expect("a dial");
        let channels =
            course.iter().find(|lesson| lesson.dial == *dial).map_or(&[][..], |lesson: &Lesson| &lesson.channels);
        for channel in channels {
            let wanted = match channel {
                Channel::BackChannel => *back,
                Channel::FrontChannel => front.unwrap_or(*back),
            };
            let lesson = TrialRequest::Lesson { dial: (*dial).to_owned(), channel: *channel };
            let trial = scene.begin(lesson, Person::ReadsAndCloses).await.end().await;
            if let Some(other) = otherwise(&trial, wanted) {
                others.push(format!("{dial} over {}: {other}", channel.label()));
            }
        }
        if let Checked(code) = back {
            assert_eq!(channels, [], "{dial}");
            let checked =
                scene.console.check_provider(dial, &scene.console.practice().expect("it answers").discovery_url).await;
            let checked = checked.expect("a check");
            let found: Vec<Finding> = [checked.back_channel.findings, checked.front_channel.findings].concat();
            if !found.iter().any(|finding| finding.code == *code) {
                others.push(format!("{dial}: the check says {:?}", codes(&found)));
            }
        }
        scene.console.set_dial(dial, false).expect("a dial");
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[tokio::test]
async fn the_connection_of_a_lesson_logs_in_with_its_dial_off() {
    let scene = Scene::start().await;
    for lesson in scene.console.course() {
        if lesson.wants.is_none() {
            continue;
        }
        for channel in lesson.channels {
            let trial = scene.tried(TrialRequest::Lesson { dial: lesson.dial.clone(), channel }).await;
            assert_eq!(trial.state, TrialState::Passed, "{}: {}", lesson.dial, trial.detail);
        }
    }
}

/// Where one finding has several causes, what to do is that of the cause.
#[tokio::test]
async fn what_to_do_is_that_of_the_cause() {
    let scene = Scene::start().await;
    for (dial, words) in [
        ("document-unavailable", "Try again later"),
        ("issuer-with-slash", "exactly as the provider writes it"),
        ("issuer-is-template", "is a template and no issuer"),
        ("response-issuer-foreign", "Do not continue"),
        ("keys-missing", "must be the address of the provider's key set"),
        ("keys-empty", "publish the key"),
        ("keys-for-encryption", "for signatures"),
        ("keys-without-kid", "write kid with each key"),
        ("kid-unknown", "rotates its keys"),
        ("login-required", "did not forbid"),
        ("pkce-required", "Set PKCE to S256"),
        ("pkce-plain-only", "plain alone"),
        ("pkce-refused", "takes no PKCE"),
    ] {
        scene.console.set_dial(dial, true).expect("a dial");
        let trial = scene.tried(TrialRequest::Lesson { dial: dial.to_owned(), channel: Channel::BackChannel }).await;
        let finding = trial.diagnosis.expect("a diagnosis");
        assert!(finding.remedy.as_ref().is_some_and(|remedy| remedy.contains(words)), "{dial}: {finding:?}");
        assert!(!finding.message.contains(".."), "{dial}: {}", finding.message);
        scene.console.set_dial(dial, false).expect("a dial");
    }
}

/// What came, where it is not what was wanted.
fn otherwise(trial: &TrialView, wanted: Comes) -> Option<String> {
    let findings: Vec<Finding> = trial.trace.steps.iter().flat_map(|step| step.findings.clone()).collect();
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let told = |code: &str| findings.iter().any(|finding| finding.code == code);
    let first = trial.diagnosis.as_ref().map(|finding| finding.code.as_str());
    let fits = match wanted {
        Refused(code) => {
            trial.state == TrialState::Failed && first == Some(code) && errors.len() == 1 && errors[0].code == code
        }
        Passes(code) => trial.state == TrialState::Passed && told(code) && errors.is_empty(),
        Unproven => trial.state == TrialState::Ended && told("answer-unproven") && errors.is_empty(),
        Stops(code) => trial.state == TrialState::Failed && first == Some(code) && errors.len() == 1,
        Checked(_) => false,
    };
    let said = trial.diagnosis.as_ref().map(|finding| format!("{} | {:?}", finding.message, finding.remedy));
    (!fits).then(|| {
        format!("{wanted:?} was wanted. {} | {} | {said:?} | {:?}", trial.headline, trial.detail, codes(&findings))
    })
}

fn codes(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{:?} {}", finding.severity, finding.code)).collect()
}
