//! What a token response brought.

use super::{
    checks::token::{DPOP_NOT_BOUND, TOKEN_TYPE_UNKNOWN},
    dpop::Dpop,
    recorder::Recorder,
};
use crate::{Finding, Secret};

/// What a token response brought.
#[derive(Debug)]
pub(super) struct Tokens {
    pub id_token: Secret,
    /// A sign-in does without, unless the mapping asks for userinfo.
    pub access_token: Option<Secret>,
    /// A token whose type is not said is used as a bearer token.
    pub token_type: Option<String>,
}

impl Tokens {
    /// Whether the access token works with the sign-in's DPoP key alone (RFC 9449, section 5).
    pub(super) fn are_bound(&self) -> bool {
        self.is_of("DPoP")
    }

    /// Why the access token must not be used (RFC 6749, section 7.1): the sign-in does not know how, or lacks the key.
    pub(super) fn unusable(&self, dpop: Option<&Dpop>) -> Option<Finding> {
        let (message, remedy) = match (self.are_bound(), dpop) {
            (true, Some(_)) => return None,
            (false, _) if self.token_type.is_none() || self.is_of("Bearer") => return None,
            (true, None) => (
                "The access token is of the type DPoP, and this sign-in sent no proof that it could be bound to."
                    .to_owned(),
                "Choose an algorithm for DPoP on the connection, or have the provider send bearer tokens to this client.",
            ),
            (false, _) => (
                format!(
                    "The access token is of the type “{}”, which a sign-in does not know how to use.",
                    self.said_type()
                ),
                "Have the provider send bearer tokens to this client. Without them, map no claims of userinfo.",
            ),
        };
        let expected = if dpop.is_some() { "Bearer or DPoP" } else { "Bearer" };
        let finding = TOKEN_TYPE_UNKNOWN.finding("token_type", message).expected(expected);
        Some(finding.got(self.said_type()).remedy(remedy))
    }

    fn is_of(&self, token_type: &str) -> bool {
        self.token_type.as_deref().is_some_and(|said| said.eq_ignore_ascii_case(token_type))
    }

    fn said_type(&self) -> &str {
        self.token_type.as_deref().unwrap_or("no token_type")
    }
}

/// Whether the provider bound the access token, as it was asked to.
pub(super) fn binding(tokens: &Tokens, dpop: &Dpop, recorder: &mut Recorder) {
    let check = &DPOP_NOT_BOUND;
    if tokens.are_bound() {
        recorder.check(check.passed("token_type", "DPoP", "DPoP"));
        return;
    }
    let finding = check
        .finding(
            "token_type",
            "The provider did not bind the access token to the key of the proof: it is a bearer token.",
        )
        .expected(format!("token_type DPoP, for the {} proof", dpop.algorithm()))
        .got(tokens.said_type())
        .remedy("Require DPoP for this client at the provider, if it knows DPoP. If it does not, set DPoP to off.");
    recorder.check(check.failed(&finding));
    recorder.finding(finding);
}
