//! The way back to the application: a code or an error, at the redirect URI that it is registered with.

use axum::{
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use url::Url;

use super::{error_page, page};
use crate::oauth::OAuthError;

/// Where and how the application wants its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WayBack {
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) mode: ResponseMode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseMode {
    Query,
    FormPost,
}

impl WayBack {
    /// The code, with the issuer beside it (RFC 9207).
    pub(super) fn code(&self, code: &str, issuer: &str) -> Response {
        self.send(&[("code", code)], issuer)
    }

    pub(super) fn error(&self, error: &OAuthError, issuer: &str) -> Response {
        self.send(&[("error", error.error), ("error_description", &error.description)], issuer)
    }

    fn send(&self, answer: &[(&str, &str)], issuer: &str) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        let params: Vec<(&str, &str)> = answer.iter().copied().chain(state).chain([("iss", issuer)]).collect();
        if self.mode == ResponseMode::FormPost {
            return page::form_post(&self.redirect_uri, &params);
        }
        let Ok(mut url) = Url::parse(&self.redirect_uri) else {
            return error_page::callback_is_no_url(&self.redirect_uri);
        };
        url.query_pairs_mut().extend_pairs(params);
        redirect(StatusCode::FOUND, url.as_str())
    }
}

/// A redirect that nothing on the way may keep.
pub(super) fn redirect(status: StatusCode, location: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    page::guarded((status, [(LOCATION, location)]).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_appended_to_the_query_that_a_callback_already_has() {
        let way_back = WayBack {
            redirect_uri: "https://app.example/cb?tab=1".to_owned(),
            state: Some("a b".to_owned()),
            mode: ResponseMode::Query,
        };
        let response = way_back.code("c", "http://localhost:4400/");
        assert_eq!(response.status(), StatusCode::FOUND);
        assert_eq!(
            response.headers()[LOCATION],
            "https://app.example/cb?tab=1&code=c&state=a+b&iss=http%3A%2F%2Flocalhost%3A4400%2F"
        );
    }
}
