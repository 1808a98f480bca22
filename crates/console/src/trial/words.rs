//! A trial in a headline and one sentence.

use chrono::TimeDelta;
use lintel_oidc::{
    Finding,
    bidi::isolated,
    sign_in::{EMBEDDED_WINDOW_REFUSED, NOTHING_CAME, PAGE_NOT_LOADED, WINDOW_CLOSED},
    trace::{CheckResult, CheckState, Outcome, StepKind, Trace},
};

use crate::view::TrialPlace;

/// The finding of a login that filled no attribute.
const PROFILE_EMPTY: &str = "profile-empty";

/// Headline, sentence and diagnosis.
pub(super) fn words(trace: &Trace, running: bool, at: TrialPlace) -> (String, String, Option<Finding>) {
    match &trace.outcome {
        None => still_running(trace, at),
        _ if running => still_running(trace, at),
        Some(Outcome::Accepted { profile }) => {
            let who = profile.get("name").or_else(|| profile.get("email")).and_then(|value| value.as_str());
            let steps = trace.steps.len();
            let checks: usize = trace
                .steps
                .iter()
                .map(|step| step.checks.iter().filter(|check| check.state == CheckState::Passed).count())
                .sum();
            let who = isolated(who.unwrap_or("A person"));
            match profile_empty(trace) {
                Some(finding) => {
                    let detail = format!("{who} signed in. {}", finding.message);
                    ("Login works, with an empty profile".to_owned(), detail, Some(finding.clone()))
                }
                None => {
                    let detail = format!("{who} signed in. {steps} steps and {checks} checks passed.");
                    ("Login works".to_owned(), detail, None)
                }
            }
        }
        Some(Outcome::Refused { step, finding }) => {
            let detail = match &also_failed(trace, Some(finding))[..] {
                [] => finding.message.clone(),
                others => format!("{} {}", finding.message, named(others)),
            };
            let page = trace.steps.iter().filter(|of| of.kind == *step).find_map(|step| step.page.as_ref());
            let headline = match page {
                Some(page) => format!("Login stopped on a page of {}", page.host),
                None => format!("Login failed at {}", place(*step)),
            };
            (headline, detail, Some(finding.clone()))
        }
        Some(Outcome::Abandoned { reason, .. }) => ("Test ended".to_owned(), reason.clone(), ending(trace).cloned()),
    }
}

/// The checks that failed beside the one that the diagnosis is of.
pub(super) fn also_failed(trace: &Trace, diagnosis: Option<&Finding>) -> Vec<CheckResult> {
    let failed = trace.steps.iter().flat_map(|step| &step.checks).filter(|check| check.state == CheckState::Failed);
    let is_told = |check: &CheckResult| {
        diagnosis.is_some_and(|finding| (&finding.code, &finding.member) == (&check.code, &check.member))
    };
    failed.filter(|check| !is_told(check)).cloned().collect()
}

/// `2 more checks failed: aud, azp.`
fn named(checks: &[CheckResult]) -> String {
    let names: Vec<&str> = checks.iter().map(|check| check.member.as_deref().unwrap_or(&check.title)).collect();
    let count = match checks.len() {
        1 => "1 more check".to_owned(),
        count => format!("{count} more checks"),
    };
    format!("{count} failed: {}.", names.join(", "))
}

fn profile_empty(trace: &Trace) -> Option<&Finding> {
    trace.steps.iter().flat_map(|step| &step.findings).find(|finding| finding.code == PROFILE_EMPTY)
}

/// What a test that came to no verdict says all the same.
fn ending(trace: &Trace) -> Option<&Finding> {
    let codes = [WINDOW_CLOSED, NOTHING_CAME, PAGE_NOT_LOADED, EMBEDDED_WINDOW_REFUSED].map(|check| check.code);
    trace.steps.iter().flat_map(|step| &step.findings).find(|finding| codes.contains(&finding.code.as_str()))
}

fn still_running(trace: &Trace, at: TrialPlace) -> (String, String, Option<Finding>) {
    let waiting = trace.steps.last().is_some_and(|step| step.kind == StepKind::SignIn);
    let detail = match (waiting, at) {
        (true, TrialPlace::Window) => "Waiting for you in the sign-in window.",
        (true, TrialPlace::Browser | TrialPlace::BrowserAndLog) => "Waiting for you in the browser.",
        (false, _) => "Working.",
    };
    ("Testing the login".to_owned(), detail.to_owned(), None)
}

/// `at …`.
pub(super) fn place(step: StepKind) -> &'static str {
    match step {
        StepKind::Discovery => "discovery",
        StepKind::AuthorizationRequest => "the authorization request",
        StepKind::SignIn => "the provider",
        StepKind::AuthorizationResponse => "the callback",
        StepKind::TokenRequest => "the token request",
        StepKind::IdToken => "the ID token checks",
        StepKind::Userinfo => "userinfo",
        StepKind::ClaimsMapping => "the claims mapping",
        StepKind::Profile => "the profile",
        StepKind::Application => "the application",
        StepKind::TenantLog => "the tenant’s log",
    }
}

/// `184 ms`, `7.1 s`, `2 min 5 s`.
pub(super) fn duration(time: TimeDelta) -> String {
    let ms = time.num_milliseconds().max(0);
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lintel_oidc::{Channel, Severity, trace::Step};

    use super::*;

    fn finding(member: &str) -> Finding {
        Finding {
            code: format!("id-token-{member}"),
            severity: Severity::Error,
            member: Some(member.to_owned()),
            message: format!("The {member} is wrong."),
            expected: None,
            got: None,
            literal: false,
            remedy: None,
            spec: String::new(),
        }
    }

    fn refused(failed: &[&str]) -> Trace {
        let mut step = Step::new(StepKind::IdToken, "", 0);
        let check = |member: &&str| CheckResult {
            code: format!("id-token-{member}"),
            title: "A check".to_owned(),
            member: Some((*member).to_owned()),
            state: CheckState::Failed,
            expected: None,
            got: None,
            literal: false,
            spec: String::new(),
        };
        step.checks = failed.iter().map(check).collect();
        step.checks.push(CheckResult { state: CheckState::Passed, ..check(&"sub") });
        let outcome = Outcome::Refused { step: StepKind::IdToken, finding: finding("iss") };
        let begun = Trace::begin("1".to_owned(), Channel::BackChannel, DateTime::default());
        Trace { steps: vec![step], outcome: Some(outcome), ..begun }
    }

    #[test]
    fn a_name_from_outside_turns_nothing_around_it() {
        let profile = [("name".to_owned(), "Bob \u{202e}dessap".into())].into_iter().collect();
        let trace = Trace { outcome: Some(Outcome::Accepted { profile }), ..refused(&[]) };
        assert_eq!(
            words(&trace, false, TrialPlace::Window).1,
            "\u{2068}Bob dessap\u{2069} signed in. 1 steps and 1 checks passed."
        );
    }

    #[test]
    fn a_duration_is_told_as_exactly_as_it_matters() {
        let told = |ms| duration(TimeDelta::milliseconds(ms));
        assert_eq!([told(-5), told(184), told(7_149), told(125_000)], ["0 ms", "184 ms", "7.1 s", "2 min 5 s"]);
    }

    #[test]
    fn every_failed_check_is_named_and_the_decisive_one_first() {
        let detail = |failed: &[&str]| words(&refused(failed), false, TrialPlace::Window).1;
        assert_eq!(detail(&["iss"]), "The iss is wrong.");
        assert_eq!(detail(&["iss", "aud"]), "The iss is wrong. 1 more check failed: aud.");
        assert_eq!(detail(&["iss", "aud", "azp"]), "The iss is wrong. 2 more checks failed: aud, azp.");
    }
}
