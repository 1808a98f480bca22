//! Who issued the token.

use serde_json::{Map, Value};

use super::{
    claim::{raw, text},
    expectation::Expectation,
    judgement::{Judgement, fail, pass},
};
use crate::{
    finding::{Check, Severity},
    sign_in::issuer::{difference, template_remedy},
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_ISSUER];

const ID_TOKEN_ISSUER: Check = Check {
    code: "id-token-issuer",
    title: "Issuer matches",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (2)",
    about: "The token's iss must equal the connection's issuer, character by character. A slash, http for https, a vanity domain or \
            another version of the endpoint makes two issuers.",
};

pub(super) fn issuer(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_ISSUER;
    match text(claims, "iss") {
        Some(got) if got == expect.issuer => pass(check, "iss", expect.issuer, got),
        got => fail(
            check,
            check
                .finding("iss", match got {
                    Some(got) => format!(
                        "The ID token is issued by {got}; the connection's issuer is {}{}.",
                        expect.issuer,
                        difference(expect.issuer, got)
                    ),
                    None if claims.get("iss").is_some_and(|iss| !iss.is_null()) => "The ID token's iss is not text.".to_owned(),
                    None => "The ID token does not say who issued it.".to_owned(),
                })
                .expected(expect.issuer)
                .got(got.map_or_else(|| raw(claims, "iss"), str::to_owned))
                .literal(got.is_some())
                .remedy(match got {
                    Some(got) => template_remedy(expect.issuer).unwrap_or_else(|| format!(
                        "If {got} is your provider, set the connection's issuer to exactly that. Otherwise the discovery URL \
                         belongs to another authorization server than the one that signs in."
                    )),
                    None => "Have the provider put iss into its ID tokens.".to_owned(),
                }),
        ),
    }
}
