//! Who may use a token for several.

use serde_json::{Map, Value};

use super::{
    claim::{text, texts},
    expectation::Expectation,
    judgement::{Judgement, fail, pass, skip},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_AUTHORIZED_PARTY];

const ID_TOKEN_AUTHORIZED_PARTY: Check = Check {
    code: "id-token-authorized-party",
    title: "Authorized party is this client",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (4, 5)",
    about: "A token for several audiences must say with azp which of them may use it, and that must be this client.",
};

pub(super) fn authorized_party(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_AUTHORIZED_PARTY;
    let several = texts(claims, "aud").len() > 1;
    match text(claims, "azp") {
        None if !claims.contains_key("azp") && !several => skip(check, "azp", "single audience"),
        Some(got) if got == expect.client_id => pass(check, "azp", expect.client_id, got),
        got => fail(
            check,
            check
                .finding(
                    "azp",
                    match got {
                        Some(got) => format!(
                            "The ID token may be used by {got}; this connection's client ID is {}.",
                            expect.client_id
                        ),
                        None => "The ID token is for several audiences and does not say which may use it.".to_owned(),
                    },
                )
                .expected(expect.client_id)
                .got(got.unwrap_or("no azp"))
                .literal(got.is_some())
                .remedy("Have the provider issue the token to this client."),
        ),
    }
}
