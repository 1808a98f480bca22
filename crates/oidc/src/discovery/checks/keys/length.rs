//! How long RSA keys are.

use super::warning::warning;
use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::{Key, KeySet, RSA_BITS},
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&RSA_KEY_SHORT, &RSA_KEYS_ALL_SHORT];

const RSA_KEY_SHORT: Check = Check {
    code: "rsa-key-short",
    title: "RSA keys have 2048 bits or more",
    severity: Severity::Warning,
    spec: "RFC 7518, section 3.3",
    about: "A shorter RSA key must not be used, and many libraries refuse it. A sign-in whose ID token is signed with it is refused; one \
            that is signed with another key of the set is not.",
};

const RSA_KEYS_ALL_SHORT: Check = Check {
    code: "rsa-keys-all-short",
    title: "A key is long enough to sign with",
    severity: Severity::Error,
    spec: "RFC 7518, section 3.3",
    about: "Every key that could verify an ID token is an RSA key under 2048 bits. Such a key can be broken, and whoever breaks it signs \
            in as anybody, so no sign-in is accepted.",
};

/// A key that is too short to sign with.
pub(super) fn short(key: &Key) -> Option<Breach> {
    let bits = key.short()?;
    let message = format!("{} has {bits} bits.", key.name());
    let remedy = "Replace the key at the provider.";
    Some(warning(&RSA_KEY_SHORT, "rsa_below_2048", message, "2048 bits or more", &bits.to_string(), remedy))
}

/// Where no other key is left.
pub(super) fn all_short(set: &KeySet) -> Option<Breach> {
    let bits: Option<Vec<String>> =
        set.keys().iter().filter(|key| key.usable).map(|key| key.short().map(|bits| bits.to_string())).collect();
    let bits = bits.filter(|bits| !bits.is_empty())?;
    let finding = RSA_KEYS_ALL_SHORT
        .finding("jwks_uri", format!("Every key that could verify an ID token is an RSA key under {RSA_BITS} bits."))
        .expected(format!("a key of {RSA_BITS} bits or more, or on an elliptic curve"))
        .got(format!("{} bits", listed(&bits)))
        .remedy("Replace the key at the provider: no sign-in is accepted with it.");
    Some(Breach::missing(finding, BOTH, "usable_signature_key"))
}
