//! A mapping as it is typed, applied to a user as a provider sends one.

use lintel_scim::{
    Kind, Mapping, resource,
    samples::{self, Client, Person},
};
use serde_json::{Value, json};

use super::findings;
use crate::{
    Console,
    view::{ScimPairRow, ScimProvider, ScimReview, ScimReviewRow},
};

impl Console {
    /// Nothing is asked and nothing written.
    pub fn review_scim(&self, mapping: &[ScimPairRow], provider: ScimProvider) -> ScimReview {
        review(mapping, provider)
    }
}

fn review(pairs: &[ScimPairRow], provider: ScimProvider) -> ScimReview {
    let mapping = Mapping::parse(pairs.iter().map(|pair| (pair.scim.as_str(), pair.profile.as_str())));
    let client = if provider == ScimProvider::Okta { Client::Okta } else { Client::Entra };
    let body = samples::user(client, &Person::default());
    // What a sample has, every tenant takes.
    let user = resource::read(Kind::User, &body).unwrap_or_default();
    let mut profile = json!({});
    mapping.from_scim(&json!({}), &user).iter().for_each(|write| write.apply(&mut profile));

    let mut rows = vec![ScimReviewRow::default(); pairs.len()];
    for slot in &mapping.slots {
        let value = slot.profile.get(&profile).cloned();
        let opposite = slot.profile.to_string() == "blocked" && value.is_some();
        let from =
            opposite.then(|| user.get("active").map(|active| format!("from active: {active}, the opposite"))).flatten();
        rows[slot.index] = ScimReviewRow { value: value.filter(|value| *value != Value::Null), from, problem: None };
    }
    for misfit in &mapping.misfits {
        let Some(pair) = pairs.get(misfit.index) else { continue };
        if !(pair.scim.trim().is_empty() || pair.profile.trim().is_empty()) {
            rows[misfit.index].problem = Some(misfit.reason.clone());
        }
    }
    ScimReview { rows, findings: findings::of_mapping(pairs, &mapping, provider), lost: mapping.kept_nowhere(&user) }
}
