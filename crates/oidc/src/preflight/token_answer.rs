//! What the token endpoint said to a code that nobody issued.

use super::traps;
use crate::{
    bidi::visible,
    discovery::Vendor,
    http::Fetched,
    json::{self, NoJson},
    words::beginning,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TokenAnswer {
    status: u16,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Error { error: String, description: String },
    Tokens,
    Other(String),
}

impl TokenAnswer {
    /// `error` as RFC 6749, section 5.2, has it, or `errorCode` as Okta writes it beside that.
    pub(super) fn read(answer: &Fetched) -> TokenAnswer {
        let kind = match json::read(&answer.body) {
            Ok(json) => {
                let text = |name: &str| json.value.get(name).and_then(|value| value.as_str()).map(str::to_owned);
                match text("error").or_else(|| text("errorCode")) {
                    Some(error) => Kind::Error {
                        error,
                        description: text("error_description").or_else(|| text("errorSummary")).unwrap_or_default(),
                    },
                    None if json.value.get("access_token").is_some() || json.value.get("id_token").is_some() => {
                        Kind::Tokens
                    }
                    None => Kind::Other("JSON without an error".to_owned()),
                }
            }
            Err(NoJson::WebPage { title: Some(title) }) => {
                Kind::Other(format!("a page titled “{}”", beginning(&title)))
            }
            Err(NoJson::WebPage { title: None }) => Kind::Other("a page".to_owned()),
            Err(NoJson::Empty) => Kind::Other("nothing".to_owned()),
            Err(_) => Kind::Other("something that is not JSON".to_owned()),
        };
        TokenAnswer { status: answer.status, kind }
    }

    /// It does not take the client for whom it says it is.
    pub(super) fn rejects(&self, vendor: Option<Vendor>) -> bool {
        self.error().is_some_and(|error| traps::rejects_client(vendor, self.status, error))
    }

    /// It speaks of the code or the request, which comes after the client by RFC 6749, section 3.2.1, and not so everywhere.
    pub(super) fn speaks_of_the_code(&self, vendor: Option<Vendor>) -> bool {
        const OF_THE_REQUEST: [&str; 4] =
            ["invalid_grant", "unsupported_grant_type", "unauthorized_client", "invalid_request"];
        !self.rejects(vendor) && self.error().is_some_and(|error| OF_THE_REQUEST.contains(&error))
    }

    /// Whether, as the answer to a wrong credential, it says so.
    pub(super) fn tells_it_is_wrong(&self, own: &TokenAnswer, vendor: Option<Vendor>) -> bool {
        let refused = self.rejects(vendor)
            || (self.status < 500
                && self.error().is_some_and(|error| ["unauthorized_client", "access_denied"].contains(&error)));
        refused && self.error() != own.error()
    }

    pub(super) fn gave_tokens(&self) -> bool {
        self.kind == Kind::Tokens
    }

    pub(super) fn got(&self) -> String {
        let what = match &self.kind {
            Kind::Error { error, description } if description.is_empty() => error.clone(),
            Kind::Error { error, description } => format!("{error}: {description}"),
            Kind::Tokens => "tokens".to_owned(),
            Kind::Other(what) => what.clone(),
        };
        visible(format!("{} {}", self.status, beginning(&what)))
    }

    pub(super) fn error(&self) -> Option<&str> {
        match &self.kind {
            Kind::Error { error, .. } => Some(error),
            _ => None,
        }
    }
}
