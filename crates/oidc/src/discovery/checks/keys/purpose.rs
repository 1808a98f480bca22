//! What a key says it is for.

use super::warning::warning;
use crate::{
    discovery::breach::Breach,
    finding::{Check, Severity},
    keys::{
        Key,
        registered::{is_encryption, is_signature},
    },
};

pub(crate) const ALL: &[&Check] = &[&KEY_ALG_UNKNOWN, &KEY_USE_UNKNOWN];

const KEY_ALG_UNKNOWN: Check = Check {
    code: "key-alg-unknown",
    title: "The alg of every key is registered",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.4",
    about: "An alg that nobody knows is usually a slip (ES521 for ES512). Strict relying parties skip the key.",
};

const KEY_USE_UNKNOWN: Check = Check {
    code: "key-use-unknown",
    title: "The use of every key is sig or enc",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.2",
    about: "Keys with another use, such as those of SPIFFE, are not taken for ID tokens.",
};

/// What there is to say of alg and use.
pub(super) fn of_key(key: &Key) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let name = key.name();
    if let Some(alg) = key.alg.as_deref().filter(|alg| !is_signature(alg) && !is_encryption(alg)) {
        let message = format!("{name} is for the algorithm {alg}, which is not registered.");
        breaches.push(warning(
            &KEY_ALG_UNKNOWN,
            &format!("unknown_alg:{alg}"),
            message,
            "a registered algorithm",
            alg,
            "Correct the alg of the key at the provider.",
        ));
    }
    if let Some(usage) = key.usage.as_deref().filter(|usage| !matches!(*usage, "sig" | "enc")) {
        let message = format!("{name} has the use {usage}.");
        breaches.push(warning(
            &KEY_USE_UNKNOWN,
            &format!("unknown_use:{usage}"),
            message,
            "sig",
            usage,
            "If the key signs ID tokens, set its use to sig.",
        ));
    }
    breaches
}
