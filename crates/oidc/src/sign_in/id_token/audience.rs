//! Whom the token is made out to.

use serde_json::{Map, Value};

use super::{
    claim::texts,
    expectation::Expectation,
    judgement::{Judgement, fail, pass},
};
use crate::{
    finding::{Check, Severity},
    words::listed,
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_AUDIENCE];

const ID_TOKEN_AUDIENCE: Check = Check {
    code: "id-token-audience",
    title: "Audience is this client",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (3)",
    about: "The token must be made out to this client ID. Another audience means the connection holds another application's client ID. A \
            token that others may use as well is refused, unless azp says that it was issued to this client: any of them could \
            hand it on.",
};

pub(super) fn audience(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_AUDIENCE;
    let audiences = texts(claims, "aud");
    let got = if audiences.is_empty() { "no aud".to_owned() } else { audiences.join(", ") };
    let others: Vec<&str> = audiences.iter().copied().filter(|audience| *audience != expect.client_id).collect();
    if audiences.contains(&expect.client_id) {
        if others.is_empty() || claims.get("azp").is_some_and(|azp| !azp.is_null()) {
            return pass(check, "aud", expect.client_id, got);
        }
        let others = listed(&others);
        return fail(
            check,
            check
                .finding(
                    "aud",
                    format!("The ID token is for {others} as well, and nothing says that it was issued to this client."),
                )
                .expected(format!("{} alone", expect.client_id))
                .got(got)
                .remedy(format!(
                    "Have the provider make the token out to this client alone. A token that {others} may use as well is not \
                     trusted, unless its azp says {}.",
                    expect.client_id
                )),
        );
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
