//! Whom the token is made out to.

use serde_json::{Map, Value};

use super::{
    claim::texts,
    expectation::Expectation,
    judgement::{Judgement, fail, pass},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_AUDIENCE];

const ID_TOKEN_AUDIENCE: Check = Check {
    code: "id-token-audience",
    title: "Audience is this client",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (3)",
    about: "The token must be made out to this client ID. Another audience means the connection holds another application's client ID.",
};

pub(super) fn audience(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_AUDIENCE;
    let audiences = texts(claims, "aud");
    let got = if audiences.is_empty() { "no aud".to_owned() } else { audiences.join(", ") };
    if audiences.contains(&expect.client_id) {
        return pass(check, "aud", expect.client_id, got);
    }
    fail(
        check,
        check
            .finding("aud", format!("The ID token is for {got}; this connection's client ID is {}.", expect.client_id))
            .expected(expect.client_id)
            .got(got)
            .literal(audiences.len() == 1)
            .remedy(
                "Use the client ID of the application that the provider makes the token for, or have it use this one.",
            ),
    )
}
