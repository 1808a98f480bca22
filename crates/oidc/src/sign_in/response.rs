//! The authorization response, as the browser brings it back.

use std::collections::HashSet;

use url::form_urlencoded;

use super::{authorization::AuthorizationRequest, checks, diagnosis};
use crate::{
    Channel, Finding,
    metadata::ProviderMetadata,
    sign_in::Recorder,
    trace::{Direction, Field, Message},
};

/// Specifications define a dozen, and providers add a few of their own.
const MAX_PARAMETERS: usize = 64;

/// Parameters of an authorization response, in order and with duplicates; one more than are taken where there were too many.
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

    /// The fields of a form as a window saw it; no more of them are taken than of a body.
    pub fn from_fields(fields: Vec<(String, String)>) -> Self {
        AuthorizationResponse { posted: true, params: fields.into_iter().take(MAX_PARAMETERS + 1).collect() }
    }

    /// What a window sees of a response in the URL fragment. A server gets none of it, so codes and tokens in it are none.
    pub fn from_fragment(fragment: &str) -> Self {
        let mut params = parse(fragment.as_bytes());
        params.retain(|(name, _)| matches!(name.as_str(), "state" | "iss" | "error" | "error_description"));
        AuthorizationResponse { posted: false, params }
    }

    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(param, _)| param == name).map(|(_, value)| value.as_str())
    }

    /// Whether it answers the request that was sent with `state`. Only then are its words the provider's.
    pub fn carries(&self, state: &str) -> bool {
        self.params.iter().any(|(name, value)| name == "state" && value == state)
    }

    /// What to say of a response that does not carry the state: anybody may have sent it, so its words are quoted, in short.
    pub fn unproven(&self) -> Finding {
        let said = ["error", "error_description"].into_iter().filter_map(|name| self.param(name)).map(quoted);
        let said = said.collect::<Vec<_>>().join(", ");
        let came = match said.as_str() {
            "" => format!("It has {}.", self.names()),
            said => format!("It says {said}, which nobody vouches for."),
        };
        checks::ANSWER_UNPROVEN
            .finding("state", format!("An answer came that does not carry the state of this sign-in. {came}"))
            .expected("the state that was sent")
            .got(if self.param("state").is_some() { "another state" } else { "no state" })
            .remedy(
                "If this is your provider's own answer, have it send back “state”, in errors as well. Otherwise another page \
                 or a frame in the provider's page sent it.",
            )
    }

    fn names(&self) -> String {
        match self.params.as_slice() {
            [] => "no parameters".to_owned(),
            params => params.iter().take(10).map(|(name, _)| quoted(name)).collect::<Vec<_>>().join(", "),
        }
    }

    /// The response as a trace may hold it: what may be a secret is masked.
    pub(super) fn message(&self) -> Message {
        Message {
            direction: Direction::Received,
            method: Some(if self.posted { "POST" } else { "GET" }.to_owned()),
            url: None,
            status: None,
            fields: self
                .params
                .iter()
                .take(MAX_PARAMETERS)
                .map(|(name, value)| Field::of_provider(name, value))
                .collect(),
        }
    }
}

/// Foreign words on one line, and not too many of them.
fn quoted(words: &str) -> String {
    const MOST: usize = 120;
    let plain: String = words.chars().map(|char| if char.is_control() { ' ' } else { char }).take(MOST).collect();
    let more = if words.chars().nth(MOST).is_some() { "…" } else { "" };
    format!("“{}{more}”", plain.trim())
}

/// One more than is taken tells that there were too many.
fn parse(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded)
        .take(MAX_PARAMETERS + 1)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Checks the response against the request and the provider's promises, all of it; `Ok` is the code or ID token it carries.
pub(super) fn examine(
    response: &AuthorizationResponse,
    channel: Channel,
    request: &AuthorizationRequest,
    provider: &ProviderMetadata,
    recorder: &mut Recorder,
) -> Result<String, Finding> {
    let carried = match channel {
        Channel::BackChannel => "code",
        Channel::FrontChannel => "id_token",
    };
    // Whose answer it is comes before what it says.
    let findings: Vec<Finding> = [
        too_many(response),
        state_matches(response, &request.state, recorder),
        issuer(response, provider, recorder),
        duplicates(response, recorder),
        provider_error(response, channel, request, provider),
        in_a_query(response, channel, recorder),
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

fn too_many(response: &AuthorizationResponse) -> Option<Finding> {
    (response.params.len() > MAX_PARAMETERS).then(|| {
        checks::TOO_MANY_PARAMETERS
            .finding("", format!("The response has more than {MAX_PARAMETERS} parameters."))
            .expected(format!("at most {MAX_PARAMETERS} parameters"))
            .got(format!("more than {MAX_PARAMETERS}"))
            .remedy("Have the provider, or the proxy in front of it, send the parameters of the specification alone.")
    })
}

/// RFC 6749, section 3.1: parameters must not be included more than once.
fn duplicates(response: &AuthorizationResponse, recorder: &mut Recorder) -> Option<Finding> {
    let check = &checks::DUPLICATE_PARAMETER;
    let mut seen = HashSet::new();
    let mut names = response.params.iter().map(|(name, _)| name.as_str());
    let repeated = names.by_ref().find(|name| !seen.insert(*name));
    let Some(name) = repeated else {
        recorder.check(check.passed("", "each parameter once", "each parameter once"));
        return None;
    };
    let times = 2 + names.filter(|other| *other == name).count();
    let finding = check
        .finding(name, format!("The response carries “{name}” {times} times."))
        .expected("once")
        .got(format!("{times} times"))
        .remedy("This is a fault of the provider, or of a proxy between: report it there.");
    recorder.check(check.failed(&finding));
    Some(finding)
}

fn provider_error(
    response: &AuthorizationResponse,
    channel: Channel,
    request: &AuthorizationRequest,
    provider: &ProviderMetadata,
) -> Option<Finding> {
    let error = response.param("error")?;
    Some(diagnosis::authorization_error(error, response.param("error_description"), channel, request, provider))
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
        .literal(got.is_some())
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
                .literal(true)
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

/// OAuth 2.0 Multiple Response Type Encoding Practices, section 3: no ID token travels in a query.
fn in_a_query(response: &AuthorizationResponse, channel: Channel, recorder: &mut Recorder) -> Option<Finding> {
    let check = &checks::RESPONSE_NOT_POSTED;
    if channel == Channel::BackChannel || response.param("id_token").is_none() {
        return None;
    }
    if response.posted {
        recorder.check(check.passed("id_token", "in a form", "in a form"));
        return None;
    }
    let finding = check
        .finding("id_token", "The ID token came in the address, although the request asked for a form.")
        .expected("response_mode=form_post: a form that is posted")
        .got("a query")
        .remedy("Have the provider obey response_mode=form_post for this client. If it cannot, use Back Channel.");
    recorder.check(check.failed(&finding));
    Some(finding)
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
    fn of_any_number_of_fields_one_more_is_taken_than_may_come() {
        let fields = vec![("a".to_owned(), String::new()); 5000];
        assert_eq!(AuthorizationResponse::from_fields(fields).params.len(), MAX_PARAMETERS + 1);
    }
}
