//! Keys that verify no signature.

use super::fit::kind;
use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::{Key, KeySet},
};

pub(crate) const ALL: &[&Check] = &[&NO_USABLE_SIGNATURE_KEY, &KEY_UNUSABLE];

const NO_USABLE_SIGNATURE_KEY: Check = Check {
    code: "no-usable-signature-key",
    title: "A key can verify signatures",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, jwks_uri",
    about: "The set must hold the public keys that the provider signs with: RSA, EC or Ed25519/Ed448, not reserved for encryption. \
            An empty set means that no signing key is active; a set of encryption keys means that signing was never set up.",
};

const KEY_UNUSABLE: Check = Check {
    code: "key-unusable",
    title: "Every key can be read",
    severity: Severity::Warning,
    spec: "RFC 7517, section 5; RFC 7518, section 6",
    about: "Relying parties skip a key they cannot read, and most do so in silence. If the provider signs with that very key, the \
            error reads as if the key were not there.",
};

/// A set without a key that can.
pub(super) fn none_usable(set: &KeySet) -> Option<Breach> {
    if set.keys().iter().any(|key| key.usable) {
        return None;
    }
    let count = set.keys().len();
    let message = match count {
        0 => "The key set is empty: the provider has no active signing key.".to_owned(),
        1 => "The key set has one key, and it cannot verify a signature.".to_owned(),
        count => format!("None of the {count} keys can verify a signature."),
    };
    let kinds: Vec<String> = set.keys().iter().map(kind).collect();
    let finding = NO_USABLE_SIGNATURE_KEY
        .finding("jwks_uri", message)
        .expected("an RSA, EC or OKP key for signatures")
        .got(if kinds.is_empty() { "no key".to_owned() } else { kinds.join(", ") })
        .remedy("Activate a signing key at the provider.");
    Some(Breach::missing(finding, BOTH, "usable_signature_key"))
}

/// A key that cannot be read.
pub(super) fn unusable(key: &Key, fault: &str) -> Breach {
    let why = key.fault_in_words(fault);
    let finding = KEY_UNUSABLE
        .finding("jwks_uri", format!("{} cannot be used: {why}.", key.name()))
        .expected("a complete RSA, EC or OKP key")
        .got(fault)
        .remedy("Correct the key at the provider or take it out of the set.");
    Breach::warning(finding, BOTH, format!("unusable_key:{fault}"))
}
