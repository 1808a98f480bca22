//! That the signature fits the key.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::SignatureVerificationError;
use serde_json::{Map, Value};

use super::{
    claim::text,
    judgement::{Judgement, fail, pass, skip},
    signing_key::{Chosen, Signing},
};
use crate::{
    finding::{Check, Severity},
    keys::{Proven, RSA_BITS},
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_SIGNATURE];

pub(crate) const ID_TOKEN_SIGNATURE: Check = Check {
    code: "id-token-signature",
    title: "Signature verifies",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (6)",
    about: "The key is in the set and does not fit the signature: the token was changed on its way, or another key signs under this kid.",
};

/// With what was proven, where it was.
pub(super) fn signature(
    token: &str,
    chosen: &Chosen<'_>,
    header: &Map<String, Value>,
) -> (Judgement, Option<Arc<Proven>>) {
    let check = &ID_TOKEN_SIGNATURE;
    let Some(Ok(Signing { key, bits, algorithm })) = chosen else {
        return (skip(check, "signature", "not verified: there is no key to verify it with"), None);
    };
    if bits.is_some_and(|bits| bits < RSA_BITS) {
        return (skip(check, "signature", "not verified: by a key that is too short it proves nothing"), None);
    }
    let kid = text(header, "kid").unwrap_or("the only key");
    let (input, encoded) = token.rsplit_once('.').unwrap_or((token, ""));
    let proven = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| "it is not base64url").and_then(|signature| {
        key.prove(algorithm, input.as_bytes(), signature).map_err(|error| match error {
            SignatureVerificationError::InvalidKey(_) => "the key's numbers make no key",
            _ => "another key made it, or the token was changed",
        })
    });
    let reason = match proven {
        Ok(proven) => {
            let passed = pass(check, "signature", "signed with a key of the set", format!("verified with {kid}"));
            return (passed, Some(proven));
        }
        Err(reason) => reason,
    };
    let finding = check
        .finding("signature", format!("The signature does not fit key {kid}: {reason}."))
        .expected(format!("a signature by {kid}"))
        .got(reason)
        .remedy(
            "Have the provider check which key it signs with; a custom signing key of the application is often missing \
             from its key set.",
        );
    (fail(check, finding), None)
}
