use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Characters.
const MAX_DESCRIPTION: usize = 1000;

/// `error` and `error_description` of RFC 6749, sections 4.1.2.1 and 5.2, and of RFC 6750, section 3.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OAuthError {
    pub(crate) error: &'static str,
    pub(crate) description: String,
    status: StatusCode,
}

impl OAuthError {
    pub(crate) fn new(error: &'static str, description: impl Into<String>) -> Self {
        let status = match error {
            "invalid_client" | "invalid_token" => StatusCode::UNAUTHORIZED,
            // Auth0's; RFC 6749 has 400.
            "unauthorized_client" | "unsupported_grant_type" => StatusCode::FORBIDDEN,
            "insufficient_scope" => StatusCode::FORBIDDEN,
            "server_error" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        OAuthError { error, description: printable(&description.into()), status }
    }

    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    /// Auth0's answer to a client that it does not let in, word for word.
    pub(super) fn access_denied(status: StatusCode, description: impl Into<String>) -> Self {
        OAuthError { error: "access_denied", description: description.into(), status }
    }

    /// The answer of an endpoint, with what the client is asked to prove itself by.
    pub(super) fn challenge(&self, challenge: &'static str) -> Response {
        let mut response = self.clone().into_response();
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        response
    }

    pub(super) fn is_unauthorized(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        no_store((self.status, Json(body)))
    }
}

/// An answer with tokens or claims in it: nobody on the way may keep it (RFC 6749, section 5.1).
pub(super) fn no_store(answer: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")], answer).into_response()
}

/// The text in the characters that RFC 6749, section 4.1.2.1 allows in a description, and no more of it than an address can carry: it
/// may quote what others sent.
fn printable(text: &str) -> String {
    text.chars()
        .take(MAX_DESCRIPTION)
        .map(|character| match character {
            '“' | '”' | '‘' | '’' | '"' => '\'',
            '\\' => '/',
            '–' | '—' => '-',
            ' '..='~' => character,
            '\n' | '\t' => ' ',
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_printable_ascii_without_quotes_and_backslashes() {
        assert_eq!(OAuthError::new("x", "“A”\\B\nC—ü").description, "'A'/B C-?");
        assert_eq!(OAuthError::new("x", "a".repeat(9000)).description.len(), MAX_DESCRIPTION);
    }
}
