//! Keys against the algorithms that the provider says it signs with.

use std::collections::HashSet;

use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::{Key, KeySet, registered::is_signature},
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&KEYS_DO_NOT_SERVE_ALGORITHMS];

const KEYS_DO_NOT_SERVE_ALGORITHMS: Check = Check {
    code: "keys-do-not-serve-algorithms",
    title: "The keys fit the advertised algorithms",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, id_token_signing_alg_values_supported",
    about: "RS and PS algorithms are verified with RSA keys, ES algorithms with keys on their own curve. When no key fits any \
            algorithm of the list, either the list or the key set is out of date.",
};

/// Where no key serves any of them.
pub(super) fn not_serving(set: &KeySet, algorithms: &[&str]) -> Option<Breach> {
    let asymmetric: Vec<&str> =
        algorithms.iter().filter(|alg| **alg != "none" && !alg.starts_with("HS")).copied().collect();
    let usable: Vec<&Key> = set.keys().iter().filter(|key| key.usable).collect();
    // Both lists are as long as the provider likes, and say few different things.
    let said: HashSet<&str> = asymmetric.iter().copied().filter(|alg| is_signature(alg)).collect();
    if asymmetric.is_empty() || usable.is_empty() || usable.iter().any(|key| said.iter().any(|alg| key.serves(alg))) {
        return None;
    }
    let mut kinds: Vec<String> = usable.iter().map(|key| key.kind()).collect();
    kinds.dedup();
    let finding = KEYS_DO_NOT_SERVE_ALGORITHMS
        .finding(
            "jwks_uri",
            format!("The provider says it signs with {}, but its keys are {}.", listed(&asymmetric), listed(&kinds)),
        )
        .expected(asymmetric.join(", "))
        .got(kinds.join(", "))
        .remedy("Correct the list of algorithms or the key set at the provider.");
    Some(Breach::aside(finding, BOTH))
}
