use url::form_urlencoded;

use crate::{
    Finding,
    sign_in::checks::response::ANSWER_UNPROVEN,
    trace::{Direction, Field, Message},
};

/// Specifications define a dozen, and providers add a few of their own.
pub(super) const MAX_PARAMETERS: usize = 64;

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
        let came = match self.said() {
            None => format!("It has {}.", self.names()),
            Some(said) => format!("It says {said}, which nobody vouches for."),
        };
        ANSWER_UNPROVEN
            .finding("state", format!("An answer came that does not carry the state of this sign-in. {came}"))
            .expected("the state that was sent")
            .got(if self.param("state").is_some() { "another state" } else { "no state" })
            .remedy(
                "If this is your provider's own answer, have it send back “state”, in errors as well. Otherwise another page \
                 or a frame in the provider's page sent it.",
            )
    }

    /// The error that it carries and its description, quoted.
    pub fn said(&self) -> Option<String> {
        let said = ["error", "error_description"].into_iter().filter_map(|name| self.param(name)).map(quoted);
        Some(said.collect::<Vec<_>>().join(", ")).filter(|said| !said.is_empty())
    }

    fn names(&self) -> String {
        match self.params.as_slice() {
            [] => "no parameters".to_owned(),
            params => params.iter().take(10).map(|(name, _)| quoted(name)).collect::<Vec<_>>().join(", "),
        }
    }

    /// The response as a trace may hold it: what may be a secret is masked.
    pub(in crate::sign_in) fn message(&self) -> Message {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_any_number_of_fields_one_more_is_taken_than_may_come() {
        let fields = vec![("a".to_owned(), String::new()); 5000];
        assert_eq!(AuthorizationResponse::from_fields(fields).params.len(), MAX_PARAMETERS + 1);
    }
}
