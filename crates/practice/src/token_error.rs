use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// A refusal as in RFC 6749, section 5.2.
#[derive(Debug)]
pub(crate) struct TokenError {
    status: StatusCode,
    pub(crate) error: &'static str,
    pub(crate) description: &'static str,
    asks_for_basic: bool,
}

impl TokenError {
    pub(crate) fn wrong_secret() -> Self {
        TokenError::unauthenticated("The client secret is wrong.")
    }

    /// The client authenticated by HTTP Basic.
    pub(crate) fn basic() -> Self {
        let description = "This client authenticates with client_secret_post, not in the Authorization header.";
        TokenError { asks_for_basic: true, ..TokenError::unauthenticated(description) }
    }

    /// The client did not.
    pub(crate) fn wants_basic() -> Self {
        let description = "This client authenticates in the Authorization header (client_secret_basic).";
        TokenError { asks_for_basic: true, ..TokenError::unauthenticated(description) }
    }

    pub(crate) fn signing_failed() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        TokenError { status, ..TokenError::bad_request("server_error", "Signing failed.") }
    }

    pub(crate) fn unauthenticated(description: &'static str) -> Self {
        TokenError { status: StatusCode::UNAUTHORIZED, ..TokenError::bad_request("invalid_client", description) }
    }

    pub(crate) fn bad_request(error: &'static str, description: &'static str) -> Self {
        TokenError { status: StatusCode::BAD_REQUEST, error, description, asks_for_basic: false }
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error": self.error, "error_description": self.description }));
        let mut response = (self.status, body).into_response();
        if self.asks_for_basic {
            // The answer names the scheme that the client tried, or has to try (section 5.2).
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Basic realm="practice provider""#));
        }
        response
    }
}
