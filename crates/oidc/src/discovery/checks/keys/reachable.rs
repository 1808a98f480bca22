//! Whether there is a key set.

use url::Url;

use crate::{
    Finding,
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    http::{FetchError, Fetched},
    json::{JsonError, NoJson},
    keys::KeySetError,
};

pub(crate) const ALL: &[&Check] = &[&KEYS_UNREACHABLE, &KEYS_UNREADABLE];

const KEYS_UNREACHABLE: Check = Check {
    code: "keys-unreachable",
    title: "The key set can be fetched",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, jwks_uri",
    about: "Without the keys no signature can be verified, and every sign-in ends there. Auth0 reads the key set from its own \
            servers, so it must be reachable from the internet.",
};

const KEYS_UNREADABLE: Check = Check {
    code: "keys-unreadable",
    title: "The key set is a JWK set",
    severity: Severity::Error,
    spec: "RFC 7517, section 5",
    about: "A JWK set is a JSON object whose member keys is an array. Anything else at jwks_uri, such as a sign-in page or an error, \
            leaves nothing to verify signatures with.",
};

/// The key set could not be fetched, or what came was an error.
pub(crate) fn unreachable(url: &Url, answer: Result<&Fetched, &FetchError>) -> Breach {
    let (message, got) = match answer {
        Ok(answer) => (format!("The key set at {url} answered {}.", answer.status), answer.status.to_string()),
        Err(error) => (format!("The key set at {url} could not be fetched. {error}"), "no answer".to_owned()),
    };
    let finding = KEYS_UNREACHABLE
        .finding("jwks_uri", message)
        .expected("200 and a JWK set")
        .got(got)
        .remedy(format!("Make {url} reachable from the internet, or correct jwks_uri."));
    Breach::invalid(finding, BOTH, "jwks_uri", "unreachable")
}

/// What came is no key set.
pub(crate) fn unreadable(error: &KeySetError) -> Breach {
    Breach::invalid(error.finding(), BOTH, "jwks_uri", "not_a_key_set")
}

impl KeySetError {
    /// The same as a finding, for a report.
    pub fn finding(&self) -> Finding {
        let got = match self {
            KeySetError::NoJson(NoJson::Refused {
                error: JsonError::TooDeep { .. } | JsonError::Repeated(_), ..
            }) => None,
            KeySetError::NoJson(error) => error.finding().got,
            KeySetError::KeysNotAnArray(came) | KeySetError::NoKeys(came) => Some(came.clone()),
        };
        match (self, got) {
            (KeySetError::NoJson(error), None) => Finding { member: Some("jwks_uri".to_owned()), ..error.finding() },
            (_, got) => KEYS_UNREADABLE
                .finding("jwks_uri", self.to_string())
                .expected("a JSON object with the member keys")
                .got(got.unwrap_or_default())
                .remedy("Correct jwks_uri, or the key set behind it, at the provider."),
        }
    }
}
