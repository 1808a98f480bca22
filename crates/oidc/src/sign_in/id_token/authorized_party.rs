//! To whom the token was issued.

use serde_json::{Map, Value};

use super::{
    claim::shown,
    expectation::Expectation,
    judgement::{Judgement, fail, pass, skip},
};
use crate::{
    finding::{Check, Severity},
    json::a_json_type,
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_AUTHORIZED_PARTY];

const ID_TOKEN_AUTHORIZED_PARTY: Check = Check {
    code: "id-token-authorized-party",
    title: "Authorized party is this client",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section incorporating errata set 2, section 3.1.3.7 (4, 5)",
    about: "azp says to which client the token was issued. Where it is there, that must be this one; a token does well without.",
};

pub(super) fn authorized_party(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_AUTHORIZED_PARTY;
    let got = match claims.get("azp") {
        None => return skip(check, "azp", "not in the token"),
        Some(Value::Null) => return skip(check, "azp", "null, which says nothing"),
        Some(got) => got,
    };
    if got == expect.client_id {
        return pass(check, "azp", expect.client_id, expect.client_id);
    }
    let message = match got {
        Value::String(got) => {
            format!("The ID token was issued to {got}; this connection's client ID is {}.", expect.client_id)
        }
        other => format!("The ID token's azp is {} and not a client ID.", a_json_type(other)),
    };
    fail(
        check,
        check
            .finding("azp", message)
            .expected(expect.client_id)
            .got(shown(got))
            .literal(got.is_string())
            .remedy("Have the provider issue the token to this client, or leave azp out."),
    )
}
