//! Keys that verify no signature.

use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::{Key, KeySet},
    signing::SigningAlgorithm,
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&NO_USABLE_SIGNATURE_KEY, &NO_KEY_FOR_CONNECTIONS, &KEY_UNUSABLE, &KEY_IGNORED];

const NO_USABLE_SIGNATURE_KEY: Check = Check {
    code: "no-usable-signature-key",
    title: "A key can verify signatures",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, jwks_uri",
    about: "The set must hold the public keys that the provider signs with: RSA, EC or Ed25519/Ed448, not reserved for encryption. \
            An empty set means that no signing key is active; a set of encryption keys means that signing was never set up.",
};

const NO_KEY_FOR_CONNECTIONS: Check = Check {
    code: "no-key-for-connections",
    title: "A key serves an algorithm that connections take",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (7)",
    about: "Connections take ID tokens that are signed with RS256, RS384, RS512, PS256, PS384, ES256 or ES384: with RSA keys, or keys on P-256 \
            or P-384. Keys on other curves are sound, and no sign-in is verified with them.",
};

const KEY_IGNORED: Check = Check {
    code: "key-ignored",
    title: "Every key is of a known type",
    severity: Severity::Note,
    spec: "RFC 7517, section 5",
    about: "Keys of a type that a relying party does not know are passed over, as the specification says, such as AKP for ML-DSA. The others \
            of the set are used. A program that refuses the whole set for one of them is at fault itself.",
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
    let kinds: Vec<String> = set.keys().iter().map(Key::kind).collect();
    let finding = NO_USABLE_SIGNATURE_KEY
        .finding("jwks_uri", message)
        .expected("an RSA, EC or OKP key for signatures")
        .got(if kinds.is_empty() { "no key".to_owned() } else { kinds.join(", ") })
        .remedy("Activate a signing key at the provider.");
    Some(Breach::missing(finding, BOTH, "usable_signature_key"))
}

/// A set whose keys are sound, and sign with nothing that a connection takes.
pub(super) fn none_for_connections(set: &KeySet) -> Option<Breach> {
    let mut usable = set.keys().iter().filter(|key| key.usable).peekable();
    usable.peek()?;
    let kinds: Option<Vec<String>> = usable.map(|key| (!key.serves_connections()).then(|| key.kind())).collect();
    let kinds = listed(&kinds?);
    let taken = SigningAlgorithm::OF_ID_TOKENS.map(SigningAlgorithm::name).join(", ");
    let finding = NO_KEY_FOR_CONNECTIONS
        .finding("jwks_uri", format!("The keys are {kinds}, and connections take no ID tokens that these sign."))
        .expected(format!("a key for one of {taken}"))
        .got(kinds)
        .remedy("Add an RSA key, or one on P-256, at the provider, and have it sign ID tokens with that.");
    Some(Breach::invalid(finding, BOTH, "jwks_uri", "no_key_for_connections"))
}

/// A key that cannot be read.
pub(super) fn unusable(key: &Key, fault: &str) -> Breach {
    let word = format!("unusable_key:{fault}");
    let why = key.fault_in_words(fault);
    if fault == "unknown_kty" {
        let finding = KEY_IGNORED
            .finding("jwks_uri", format!("{} is ignored: {why}.", key.name()))
            .expected("RSA, EC or OKP")
            .got(key.kty.as_deref().unwrap_or_default())
            .remedy("Nothing, as long as the provider signs ID tokens with another key of the set.");
        return Breach::warning(finding, BOTH, word);
    }
    let finding = KEY_UNUSABLE
        .finding("jwks_uri", format!("{} cannot be used: {why}.", key.name()))
        .expected("a complete RSA, EC or OKP key")
        .got(fault)
        .remedy("Correct the key at the provider or take it out of the set.");
    Breach::warning(finding, BOTH, word)
}
