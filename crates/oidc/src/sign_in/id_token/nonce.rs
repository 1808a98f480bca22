//! That the token belongs to this sign-in.

use serde_json::{Map, Value};

use super::{
    claim::{shown, text},
    expectation::Expectation,
    judgement::{Judgement, fail, pass, skip},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_NONCE, &ID_TOKEN_NONCE_UNASKED];

const ID_TOKEN_NONCE: Check = Check {
    code: "id-token-nonce",
    title: "Nonce matches",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (11)",
    about: "A nonce that was sent must come back in the token; it ties the token to this sign-in. A provider or proxy that answers from \
            a cache repeats an old one.",
};

pub(super) fn nonce(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_NONCE;
    let Some(sent) = expect.nonce else { return unasked(claims) };
    match text(claims, "nonce") {
        Some(got) if got == sent => pass(check, "nonce", sent, got),
        got => fail(
            check,
            check
                .finding("nonce", "The ID token does not carry the nonce that was sent.")
                .expected(sent)
                .got(got.unwrap_or("no nonce"))
                .literal(got.is_some())
                .remedy(match got {
                    Some(_) => "Start again. If it stays, the provider or a proxy answers from a cache.",
                    None => {
                        "Have the provider repeat the nonce of the request, as it must. Over Back Channel the connection can \
                         leave it out: switch Nonce off."
                    }
                }),
        ),
    }
}

const ID_TOKEN_NONCE_UNASKED: Check = Check {
    code: "id-token-nonce-unasked",
    title: "No nonce where none was sent",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 2",
    about: "Some providers, Amazon Cognito among them, put a nonce of their own into ID tokens for requests that had none. Auth0 was \
            reported to refuse such a token (nonce mismatch, expected undefined); Lintel's tenant takes it and says so.",
};

/// One that nobody sent proves nothing.
fn unasked(claims: &Map<String, Value>) -> Judgement {
    let check = &ID_TOKEN_NONCE_UNASKED;
    match claims.get("nonce") {
        None | Some(Value::Null) => skip(&ID_TOKEN_NONCE, "nonce", "none was sent"),
        Some(got) => fail(
            check,
            check
                .finding(
                    "nonce",
                    "The ID token carries a nonce, and none was sent. Auth0 was reported to refuse such a token.",
                )
                .expected("no nonce")
                .got(shown(got))
                .remedy("Switch Nonce on: then one is sent, and the provider repeats it."),
        ),
    }
}
