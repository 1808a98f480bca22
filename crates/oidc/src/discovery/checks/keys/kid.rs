//! What the keys are called.

use std::collections::HashSet;

use super::warning::warning;
use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::{Key, KeySet},
};

pub(crate) const ALL: &[&Check] = &[&KID_MISSING, &KID_MISSING_ON_SINGLE_KEY, &KID_REPEATED];

const KID_MISSING: Check = Check {
    code: "kid-missing",
    title: "Every key of several has a kid",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 10.1",
    about: "With more than one key the kid says which one verifies a token. Without it a relying party has to guess, and some do not.",
};

const KID_MISSING_ON_SINGLE_KEY: Check = Check {
    code: "kid-missing-on-single-key",
    title: "The key has a kid",
    severity: Severity::Note,
    spec: "RFC 7517, section 4.5",
    about: "A single key may do without a kid. Some relying parties ask for one all the same, and when the key is replaced there is no \
            telling the two apart.",
};

const KID_REPEATED: Check = Check {
    code: "kid-repeated",
    title: "Every kid is there once",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.5",
    about: "Keys of one set should have different kids, unless they are of different types. A relying party takes the first.",
};

/// A key without a name, of `count` keys.
pub(super) fn missing(key: &Key, count: usize) -> Option<Breach> {
    if key.kid.is_some() {
        return None;
    }
    Some(if count == 1 {
        let message = "The only key has no kid.".to_owned();
        warning(&KID_MISSING_ON_SINGLE_KEY, "kid_missing_single_key", message, "a kid", "none", REMEDY)
    } else {
        let message = format!("One of the {count} keys has no kid.");
        warning(&KID_MISSING, "kid_missing", message, "a kid on every key", "none", REMEDY)
    })
}

const REMEDY: &str = "Give the key a kid at the provider.";

pub(super) fn repeated(set: &KeySet) -> Option<Breach> {
    let mut seen = HashSet::new();
    let repeated = set.keys().iter().find(|key| key.kid.is_some() && !seen.insert((&key.kid, &key.kty, &key.usage)))?;
    let kid = repeated.kid.clone().unwrap_or_default();
    let finding = KID_REPEATED
        .finding("jwks_uri", format!("More than one key has the kid {kid}."))
        .expected("a kid of its own for every key")
        .got(kid)
        .remedy("Give each key its own kid at the provider.");
    Some(Breach::aside(finding, BOTH))
}
