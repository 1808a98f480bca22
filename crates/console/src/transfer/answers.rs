//! All that was answered and is remembered, as a file that the command line takes: with it the plan is the same wherever it is made.

use serde::Serialize;

use super::pairing::{Pairing, gives_secret};
use crate::view::{ApplicationChoice, PairChoice, PairTarget, PathPolicy, TransferChoices};

#[derive(Debug, Serialize)]
struct Answers {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<PairChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    applications: Vec<ApplicationChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<PathPolicy>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    share_domains: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    forget: bool,
}

/// JSON; none where nothing was answered and nothing is remembered.
pub(super) fn answers(choices: &TransferChoices, remembered: &Pairing) -> Option<String> {
    let mut answers = Answers {
        pairs: choices.pairs.clone(),
        applications: choices.applications.clone(),
        policies: choices.policies.clone(),
        share_domains: choices.share_domains,
        forget: choices.forget,
    };
    for (source, id) in &remembered.connections {
        if !choices.pairs.iter().any(|pair| pair.source == *source) {
            answers.pairs.push(PairChoice { source: source.clone(), target: PairTarget::Connection(id.clone()) });
        }
    }
    for (source, target) in &remembered.applications {
        if !choices.applications.iter().any(|one| one.source == *source) {
            answers.applications.push(ApplicationChoice { source: source.clone(), target: target.clone() });
        }
    }
    let known = |policy: &PathPolicy| {
        choices.policies.iter().any(|one| (&one.connection, &one.path) == (&policy.connection, &policy.path))
    };
    answers.policies.extend(remembered.policies.iter().filter(|policy| !known(policy)).cloned());
    answers.policies.retain(|policy| policy.value.is_none() || !gives_secret(policy));
    let nothing = answers.pairs.is_empty() && answers.applications.is_empty() && answers.policies.is_empty();
    (!nothing || answers.share_domains || answers.forget)
        .then(|| serde_json::to_string_pretty(&answers).unwrap_or_default())
}
