//! The authorization response, as the browser brings it back.

use url::form_urlencoded;

use super::{checks, diagnosis};
use crate::{
    Channel, Finding,
    metadata::ProviderMetadata,
    sign_in::Recorder,
    trace::{Direction, Field, Message},
};

/// What an authorization response may consist of (RFC 6749, section 4.1.2; RFC 9207; OpenID Connect Core 1.0, section 3.2.2.5, and Session
/// Management 1.0, section 3), and what the tenant's own page and redirect add.
const PARAMETERS: [&str; 13] = [
    "state",
    "code",
    "id_token",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "session_state",
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "continue",
];
/// Of those, and of others, each with its repetitions.
const MOST_PARAMETERS: usize = 32;

/// Parameters of an authorization response, in order and with duplicates; no more than a response can have.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationResponse {
    /// Whether they came in the body of a POST (`form_post`) rather than in a query.
    pub posted: bool,
    pub params: Vec<(String, String)>,
}

impl std::fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.params.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("AuthorizationResponse").field("posted", &self.posted).field("params", &names).finish()
    }
}

impl AuthorizationResponse {
    pub fn from_query(query: &str) -> Self {
        AuthorizationResponse { posted: false, params: parse(query.as_bytes()) }
    }

    pub fn from_form(body: &[u8]) -> Self {
        AuthorizationResponse { posted: true, params: parse(body) }
    }

    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(param, _)| param == name).map(|(_, value)| value.as_str())
    }

    /// The response as a trace may hold it: code and token masked.
    pub(super) fn message(&self) -> Message {
        let field = |(name, value): &(String, String)| match name.as_str() {
            "code" | "access_token" => Field::masked(name, value),
            "id_token" => Field::masked("id_token", value),
            _ => Field::shown(name, value),
        };
        Message {
            direction: Direction::Received,
            method: Some(if self.posted { "POST" } else { "GET" }.to_owned()),
            url: None,
            status: None,
            fields: self.params.iter().map(field).collect(),
        }
    }
}

/// Anybody may send a response, so others than its own parameters are counted apart and can push none of them out.
fn parse(encoded: &[u8]) -> Vec<(String, String)> {
    let (mut own, mut others) = (0, 0);
    form_urlencoded::parse(encoded)
        .filter(|(name, _)| {
            let count = if PARAMETERS.contains(&name.as_ref()) { &mut own } else { &mut others };
            *count += 1;
            *count <= MOST_PARAMETERS
        })
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Checks the response against the request and the provider's promises, all of it; `Ok` is the code or ID token it carries.
pub(super) fn examine(
    response: &AuthorizationResponse,
    channel: Channel,
    state: &str,
    provider: &ProviderMetadata,
    recorder: &mut Recorder,
) -> Result<String, Finding> {
    let carried = match channel {
        Channel::BackChannel => "code",
        Channel::FrontChannel => "id_token",
    };
    let findings: Vec<Finding> = [
        duplicates(response, recorder),
        provider_error(response, provider),
        state_matches(response, state, recorder),
        issuer(response, provider, recorder),
        carries(response, channel, carried, recorder),
    ]
    .into_iter()
    .flatten()
    .collect();
    for finding in &findings {
        recorder.finding(finding.clone());
    }
    match findings.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(response.param(carried).unwrap_or_default().to_owned()),
    }
}

/// RFC 6749, section 3.1: parameters must not be included more than once.
fn duplicates(response: &AuthorizationResponse, recorder: &mut Recorder) -> Option<Finding> {
    let check = &checks::DUPLICATE_PARAMETER;
    let names: Vec<&str> = response.params.iter().map(|(name, _)| name.as_str()).collect();
    let repeated = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name)).map(|(_, name)| *name);
    let Some(name) = repeated else {
        recorder.check(check.passed("", "each parameter once", "each parameter once"));
        return None;
    };
    let times = names.iter().filter(|other| **other == name).count();
    let finding = check
        .finding(name, format!("The response carries “{name}” {times} times."))
        .expected("once")
        .got(format!("{times} times"))
        .remedy("This is a fault of the provider, or of a proxy between: report it there.");
    recorder.check(check.failed(&finding));
    Some(finding)
}

fn provider_error(response: &AuthorizationResponse, provider: &ProviderMetadata) -> Option<Finding> {
    let error = response.param("error")?;
    Some(diagnosis::authorization_error(error, response.param("error_description"), &provider.issuer))
}

/// RFC 6749, section 10.12.
fn state_matches(response: &AuthorizationResponse, state: &str, recorder: &mut Recorder) -> Option<Finding> {
    let check = &checks::STATE_MISMATCH;
    let got = response.param("state");
    if got == Some(state) {
        recorder.check(check.passed("state", state, state));
        return None;
    }
    let finding = check
        .finding("state", "The response does not carry the state that was sent, so it may answer another request.")
        .expected(state)
        .got(got.unwrap_or("no state"))
        .remedy(
            "Start the sign-in again in one window. If it stays, a proxy or the provider drops or changes “state”.",
        );
    recorder.check(check.failed(&finding));
    Some(finding)
}

/// RFC 9207, section 2.4. A response that carries an ID token may leave `iss` out: the token's own `iss` serves.
fn issuer(response: &AuthorizationResponse, provider: &ProviderMetadata, recorder: &mut Recorder) -> Option<Finding> {
    let expected = provider.issuer.as_str();
    match response.param("iss") {
        Some(got) if got == expected => {
            recorder.check(checks::RESPONSE_ISSUER_MISMATCH.passed("iss", expected, got));
            None
        }
        Some(got) => {
            let check = &checks::RESPONSE_ISSUER_MISMATCH;
            let finding = check
                .finding("iss", format!("The response says it comes from {got}; this connection is for {expected}."))
                .expected(expected)
                .got(got)
                .remedy(
                    "Do not continue: the answer is from another authorization server. Check the connection's issuer.",
                );
            recorder.check(check.failed(&finding));
            Some(finding)
        }
        None if provider.authorization_response_iss_parameter_supported
            && response.param("id_token").is_none()
            && response.param("error").is_none() =>
        {
            let check = &checks::RESPONSE_ISSUER_MISSING;
            let finding = check
                .finding("iss", "The provider's metadata promises “iss” in every response, and this one has none.")
                .expected(expected)
                .got("no iss")
                .remedy("A proxy strips it, or the provider breaks its promise: report it to the provider.");
            recorder.check(check.failed(&finding));
            Some(finding)
        }
        None => {
            recorder.check(checks::RESPONSE_ISSUER_MISMATCH.not_applicable("iss", "not promised by the provider"));
            None
        }
    }
}

fn carries(
    response: &AuthorizationResponse,
    channel: Channel,
    carried: &str,
    recorder: &mut Recorder,
) -> Option<Finding> {
    if response.param("error").is_some() {
        return None;
    }
    let check = &checks::RESPONSE_INCOMPLETE;
    if let Some(value) = response.param(carried).filter(|value| !value.is_empty()) {
        recorder.check(check.passed(carried, carried, &format!("{} characters", value.chars().count())));
        return None;
    }
    let names = response.params.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let got = if names.is_empty() { "no parameters".to_owned() } else { names };
    let remedy = match channel {
        // A fragment never reaches a server; what may still arrive is what a proxy or the provider adds to the query.
        _ if response.params.iter().all(|(name, _)| matches!(name.as_str(), "state" | "iss" | "session_state")) => {
            "The provider may have answered in the URL fragment (response_mode=fragment). Have it use query or form_post."
        }
        Channel::BackChannel => "Allow the authorization code flow for this client at the provider.",
        Channel::FrontChannel => {
            "Allow ID tokens (implicit) with form_post for this client at the provider, or use Back Channel."
        }
    };
    let finding =
        check.finding(carried, format!("The response carries no {carried}.")).expected(carried).got(got).remedy(remedy);
    recorder.check(check.failed(&finding));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_a_response_can_have_and_nothing_pushes_its_own_parameters_out() {
        let body = format!("{}{}state=s&code=c", "x=1&".repeat(50_000), "error=e&".repeat(40));
        let response = AuthorizationResponse::from_form(body.as_bytes());
        assert_eq!(response.params.len(), 2 * MOST_PARAMETERS);
        let response = AuthorizationResponse::from_form(format!("{}state=s&code=c", "x=1&".repeat(50_000)).as_bytes());
        assert_eq!((response.param("state"), response.param("code")), (Some("s"), Some("c")));
    }
}
