//! What is done with tests that are kept.

use std::path::Path;

use lintel_management::Options;
use lintel_oidc::{
    sign_in::judge_again,
    trace::{JudgedBy, Outcome, Trace},
};
use lintel_tenant::owner;
use sha2::{Digest, Sha256};

use super::{
    facts::comparison,
    test::Whole,
    words::{also_failed, words},
};
use crate::{
    Console,
    view::{
        JudgeForm, JudgedTrial, KeptFacts, MappingForm, Problem, TrialComparison, TrialState, TrialTokens, TrialView,
    },
};

impl Console {
    /// What can be done with a trial; none where its steps are not kept.
    pub async fn kept_facts(&self, id: &str) -> Option<KeptFacts> {
        let whole = self.results.whole(id).await?;
        Some(KeptFacts {
            short_id: short_id(id),
            judged_by: whole.evidence.as_ref().map(|evidence| form_of(&evidence.judged_by)),
            has_tokens: whole.tokens.is_some(),
        })
    }

    /// How a kept trial would have come out with these settings. Nobody is asked.
    pub async fn judge_trial(&self, id: &str, by: &JudgeForm) -> Result<JudgedTrial, Problem> {
        judged(&self.whole(id).await?, by)
    }

    /// Two kept trials beside each other.
    pub async fn compare_trials(&self, a: &str, b: &str) -> Result<TrialComparison, Problem> {
        Ok(comparison(&self.whole(a).await?, &self.whole(b).await?))
    }

    /// The tokens of a kept trial, where they are kept.
    pub async fn trial_tokens(&self, id: &str) -> Result<TrialTokens, Problem> {
        let tokens = self.whole(id).await?.tokens;
        let tokens = tokens.ok_or_else(|| Problem::new("tokens-not-kept", "The tokens of that test were not kept."))?;
        Ok(TrialTokens { id_token: tokens.id_token, access_token: tokens.access_token })
    }

    async fn whole(&self, id: &str) -> Result<Whole, Problem> {
        self.results.whole(id).await.ok_or_else(steps_not_kept)
    }

    /// Whether the tokens of direct trials are kept from now on, until the program ends.
    pub fn keep_tokens(&self, keep: bool) {
        self.results.keep_tokens(keep);
    }

    pub fn keeps_tokens(&self) -> bool {
        self.results.keeps_tokens()
    }
}

/// The problem of a test without its steps.
pub(crate) fn steps_not_kept() -> Problem {
    let message =
        "The steps of that test are not kept: they were too large, cannot be read, or gave way to newer ones.";
    Problem::new("trial-not-kept", message).remedy("Test again.")
}

/// Writes a report where a person said; the path as it is told.
pub async fn write_report(path: &Path, report: String) -> Result<String, Problem> {
    let told = path.display().to_string();
    let path = path.to_owned();
    let written = tokio::task::spawn_blocking(move || owner::write(&path, report.as_bytes()));
    match written.await.map_err(std::io::Error::other).and_then(|written| written) {
        Ok(()) => Ok(told),
        Err(error) => {
            Err(Problem::new("report-not-written", format!("The report could not be written to {told}: {error}."))
                .remedy("Choose another place."))
        }
    }
}

/// Six characters that nobody takes for each other, of a digest of the ID.
pub(super) fn short_id(id: &str) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let digest = Sha256::digest(id.as_bytes());
    let letters: String = digest.iter().take(6).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{}-{}", &letters[..3], &letters[3..])
}

fn judged(whole: &Whole, form: &JudgeForm) -> Result<JudgedTrial, Problem> {
    let Some(evidence) = &whole.evidence else {
        return Err(Problem::new("not-judged", "This test came to no ID token, so there is nothing to judge again."));
    };
    let by = judged_by(form, &evidence.judged_by)?;
    let trace = judge_again(&whole.view.trace, evidence, &by)
        .map_err(|reason| Problem::new("not-judged", reason.to_string()).remedy("Test again with these settings."))?;
    let view = would(&whole.view, trace);
    let mut evidence = evidence.clone();
    evidence.judged_by = by;
    let other = Whole { view, subject: whole.subject.clone(), evidence: Some(evidence), tokens: None };
    Ok(JudgedTrial { comparison: comparison(whole, &other), view: other.view })
}

fn would(then: &TrialView, trace: Trace) -> TrialView {
    let (headline, detail, diagnosis) = words(&trace, false, then.place);
    let headline =
        headline.replacen("Login works", "Login would work", 1).replacen("Login failed", "Login would fail", 1);
    let (state, detail) = match &trace.outcome {
        Some(Outcome::Accepted { profile }) if diagnosis.is_none() => {
            let email = profile.get("email").and_then(|email| email.as_str());
            let email =
                email.map_or("no email".to_owned(), |email| format!("email {}", lintel_oidc::bidi::isolated(email)));
            (TrialState::Passed, format!("{} attributes would be in the profile, {email}.", profile.len()))
        }
        Some(Outcome::Accepted { .. }) => (TrialState::Passed, detail),
        _ => (TrialState::Failed, detail),
    };
    let also_failed = also_failed(&trace, diagnosis.as_ref());
    TrialView { state, headline, detail, diagnosis, also_failed, trace, ..then.clone() }
}

fn form_of(by: &JudgedBy) -> JudgeForm {
    JudgeForm {
        issuer: by.issuer.clone(),
        client_id: by.client_id.clone(),
        algorithms: by.algorithms.clone(),
        leeway_seconds: by.leeway_seconds,
        nonce: by.nonce,
        mapping: MappingForm::of(&options_of(by)),
    }
}

/// `then` is what the form was filled with.
fn judged_by(form: &JudgeForm, then: &JudgedBy) -> Result<JudgedBy, Problem> {
    Ok(JudgedBy {
        issuer: form.issuer.trim().to_owned(),
        client_id: form.client_id.trim().to_owned(),
        algorithms: form.algorithms.clone(),
        leeway_seconds: form.leeway_seconds,
        nonce: form.nonce,
        attribute_map: form.mapping.attribute_map(&options_of(then))?.unwrap_or_else(|| then.attribute_map.clone()),
    })
}

fn options_of(by: &JudgedBy) -> Options {
    let mut options = Options::default();
    options.0.insert("attribute_map".to_owned(), by.attribute_map.clone().into());
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_id_is_said_in_one_breath_and_is_the_same_for_the_same_test() {
        let id = short_id("0f8d7a0c-6d0b-4a3e-9a3b-1c2d3e4f5a6b");
        assert_eq!(id, short_id("0f8d7a0c-6d0b-4a3e-9a3b-1c2d3e4f5a6b"));
        assert_eq!((id.len(), id.as_bytes()[3]), (7, b'-'));
        assert!(!id.contains(['0', '1', 'I', 'O']), "{id}");
    }
}
