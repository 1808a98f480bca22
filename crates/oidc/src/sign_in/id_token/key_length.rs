//! That the key is long enough.

use serde_json::{Map, Value};

use super::{
    claim::text,
    judgement::{Judgement, fail, pass, skip},
    signing_key::{Chosen, Signing},
};
use crate::{
    finding::{Check, Severity},
    keys::RSA_BITS,
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_KEY_SHORT];

const ID_TOKEN_KEY_SHORT: Check = Check {
    code: "id-token-key-short",
    title: "Signing key long enough",
    severity: Severity::Error,
    spec: "RFC 7518, sections 3.3 and 3.5",
    about: "An RSA key that signs must have 2048 bits or more. A shorter one can be broken, and whoever breaks it signs in as anybody.",
};

/// RFC 7518, sections 3.3 and 3.5: a shorter RSA key can be broken, and signs for whoever breaks it.
pub(super) fn key_length(chosen: &Chosen<'_>, header: &Map<String, Value>) -> Judgement {
    let check = &ID_TOKEN_KEY_SHORT;
    let Some(Ok(Signing { bits, .. })) = chosen else {
        return skip(check, "kid", "there is no key to measure");
    };
    let Some(bits) = *bits else { return skip(check, "kid", "no RSA key") };
    let expected = format!("{RSA_BITS} bits or more");
    if bits >= RSA_BITS {
        return pass(check, "kid", expected, format!("{bits} bits"));
    }
    let kid = text(header, "kid").map_or_else(|| "The key that signs".to_owned(), |kid| format!("Key {kid}"));
    fail(
        check,
        check
            .finding("kid", format!("{kid} is an RSA key of {bits} bits, which is too short to prove anything."))
            .expected(expected)
            .got(format!("{bits} bits"))
            .remedy(format!(
                "Have the provider sign with a key of {RSA_BITS} bits or more, or with an elliptic curve."
            )),
    )
}
