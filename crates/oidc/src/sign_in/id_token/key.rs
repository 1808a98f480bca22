//! That the key is in the set.

use openidconnect::{JsonWebKey, SignatureVerificationError};
use serde_json::{Map, Value};

use super::{
    claim::text,
    expectation::Expectation,
    judgement::{Judgement, fail, pass, skip},
    signing_key::Chosen,
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_KEY];

pub(crate) const ID_TOKEN_KEY: Check = Check {
    code: "id-token-key",
    title: "Signing key in the key set",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 10.1",
    about: "The token names its key by kid. A kid that is not in the set at jwks_uri means keys were rotated, or jwks_uri belongs to \
            another authorization server. Without kid, the set must hold exactly one eligible key.",
};

pub(super) fn key(chosen: &Chosen<'_>, header: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_KEY;
    let held = expect.keys.names();
    let kid = text(header, "kid");
    let unusable = kid.and_then(|kid| expect.keys.why_unusable(kid));
    let nameless = kid.is_some() && unnamed(expect);
    let of_another_kind = kid.and_then(|kid| expect.keys.kind(kid));
    match chosen {
        None => skip(check, "kid", "not looked up: the algorithm is not allowed"),
        Some(Ok(_)) => pass(check, "kid", held, kid.unwrap_or("no kid, one eligible key")),
        Some(Err(SignatureVerificationError::AmbiguousKeyId(_))) => fail(
            check,
            check
                .finding("kid", format!("Several keys of the set at {} fit, and the token does not single one out.", expect.jwks_uri))
                .expected("one eligible key")
                .got(match kid {
                    Some(kid) => format!("kid {kid} more than once among {held}"),
                    None => format!("no kid, and several eligible keys: {held}"),
                })
                .remedy("Have the provider name the key by a kid that is unique in its key set."),
        ),
        Some(Err(_)) if unusable.is_none() && of_another_kind.is_some() => {
            let (kid, kind) = (kid.unwrap_or_default(), of_another_kind.unwrap_or_default());
            let alg = text(header, "alg").unwrap_or_default();
            fail(
                check,
                check
                    .finding("kid", format!("Key {kid} at {} is there, and not for {alg}: it is {kind}.", expect.jwks_uri))
                    .expected(format!("a key for {alg}"))
                    .got(format!("{kid}: {kind}"))
                    .remedy(format!(
                        "Have the provider sign with the algorithm that it publishes the key for, or publish the key for {alg}. Its key \
                         set is not out of date."
                    )),
            )
        }
        Some(Err(_)) => fail(
            check,
            check
                .finding("kid", match (kid, unusable) {
                    (Some(kid), Some(why)) => format!("Key {kid} at {} cannot be used: {why}.", expect.jwks_uri),
                    (Some(kid), None) if nameless => format!(
                        "The ID token names its key {kid}, and the keys at {} have no names (kid): nothing tells which it is.",
                        expect.jwks_uri
                    ),
                    (Some(kid), None) => {
                        format!("Key {kid} is not among the keys at {} that fit the algorithm.", expect.jwks_uri)
                    }
                    (None, _) => format!("No key at {} fits the token's algorithm.", expect.jwks_uri),
                })
                .expected(format!("one of: {held}"))
                .got(kid.unwrap_or("no kid"))
                .remedy(match unusable {
                    Some(_) => "Have the provider sign with a key that is published for signatures, or correct the key in its set.",
                    None if nameless => "Have the provider write kid with each key of its key set, as in its ID tokens.",
                    None => {
                        "If the provider rotates its keys just now and its key set lags behind, try again in a minute. If it \
                         stays, jwks_uri belongs to another authorization server than the one that signs."
                    }
                }),
        ),
    }
}

/// Whether no usable key of the set has a name.
fn unnamed(expect: &Expectation<'_>) -> bool {
    let mut keys = expect.keys.each().peekable();
    keys.peek().is_some() && keys.all(|(key, _)| key.key_id().is_none())
}
