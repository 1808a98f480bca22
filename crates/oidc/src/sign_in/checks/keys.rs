//! The keys that ID tokens are verified with.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[&KEY_SET_UNREADABLE, &KEYS_READ_AGAIN];

pub(crate) const KEY_SET_UNREADABLE: Check = Check {
    code: "key-set-unreadable",
    title: "The key set can be read",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 10.1",
    about: "Signatures are verified with the keys at jwks_uri. If they cannot be read, or none of them can verify a signature, no ID \
            token can be accepted.",
};

pub(crate) const KEYS_READ_AGAIN: Check = Check {
    code: "keys-read-again",
    title: "The keys of the beginning verify the ID token",
    severity: Severity::Note,
    spec: "OpenID Connect Core 1.0, section 10.1.1",
    about: "A provider may change its keys while a person signs in. Where the keys that were read at the beginning do not verify the ID \
            token, be it for an unknown kid or for a signature, they are read once more: for all sign-ins together at most once in 10 \
            seconds after an answer that was a key set, and once a second after a reading that failed.",
};
