//! With what the token is signed.

use serde_json::{Map, Value};

use super::{
    claim::{raw, text},
    expectation::Expectation,
    judgement::{Judgement, fail, pass},
};
use crate::{
    finding::{Check, Severity},
    signing::SigningAlgorithm,
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_ALGORITHM];

const ID_TOKEN_ALGORITHM: Check = Check {
    code: "id-token-algorithm",
    title: "Algorithm allowed",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (7)",
    about: "The token must be signed with a key pair, and with one of the algorithms in id_token_signed_response_algs where the connection \
            lists any. HS256 signs with the client secret, none does not sign at all; both are refused.",
};

pub(super) fn algorithm(header: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_ALGORITHM;
    let names: Vec<&str> = expect.allowed().map(SigningAlgorithm::name).collect();
    let allowed = match (expect.algorithms.is_empty(), names.is_empty()) {
        (true, _) => names.join(", "),
        (false, false) => format!("{}, which ID token algorithms lists", names.join(", ")),
        (false, true) => "nothing: ID token algorithms lists none that can be used".to_owned(),
    };
    let wanted = names.first().copied().unwrap_or("RS256");
    let Some(got) = text(header, "alg") else {
        return fail(
            check,
            check
                .finding("alg", "The ID token does not say how it is signed.")
                .expected(allowed)
                .got(raw(header, "alg"))
                .remedy(format!("Have the provider sign ID tokens for this client with {wanted}.")),
        );
    };
    if expect.algorithm(got).is_some() {
        return pass(check, "alg", allowed, got);
    }
    if SigningAlgorithm::OF_ID_TOKENS.iter().any(|algorithm| algorithm.name() == got) {
        return fail(
            check,
            check
                .finding("alg", format!("The ID token is signed with {got}, which ID token algorithms leaves out."))
                .expected(allowed)
                .got(got)
                .remedy(format!(
                    "Add {got} to the connection's ID token algorithms, or have the provider sign with {wanted}."
                )),
        );
    }
    let message = match got {
        "none" => "The ID token is not signed.".to_owned(),
        _ if got.starts_with("HS") => format!("The ID token is signed with the shared secret ({got})."),
        _ => format!("The ID token is signed with {got}, which is not allowed for this connection."),
    };
    fail(
        check,
        check
            .finding("alg", message)
            .expected(allowed)
            .got(got)
            .remedy(format!("Set the ID token signing algorithm of this client to {wanted} at the provider.")),
    )
}
