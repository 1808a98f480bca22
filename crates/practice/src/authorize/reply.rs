//! The way back to the client, with what was asked for or with the reason why not.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use url::{Url, form_urlencoded};

use crate::{
    dials::{Refused, ResponseMode},
    page,
    provider::Provider,
};

/// Where the answer goes, and how.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    pub(super) redirect_uri: Url,
    pub(super) as_sent: String,
    pub(super) mode: ResponseMode,
    pub(super) state: Option<String>,
}

/// Why a request is not answered as it wished.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Client and redirect URI are in doubt, so nothing may be sent there (RFC 6749, section 4.1.2.1).
    OnOurPage {
        heading: &'static str,
        text: String,
    },
    ToClient {
        reply: Reply,
        error: &'static str,
        description: &'static str,
    },
}

impl Refusal {
    pub(super) fn to(reply: &Reply, (error, description): Refused) -> Self {
        Refusal::ToClient { reply: reply.clone(), error, description }
    }

    pub(super) fn answer(self, provider: &Provider) -> Response {
        match self {
            Refusal::OnOurPage { heading, text } => {
                tracing::info!(reason = heading, "authorization request stopped on our own page");
                page::problem(StatusCode::BAD_REQUEST, heading, &text)
            }
            Refusal::ToClient { reply, error, description } => {
                tracing::info!(error, "authorization request refused");
                reply.send(provider, vec![("error", error.to_owned()), ("error_description", description.to_owned())])
            }
        }
    }
}

impl Reply {
    pub(super) fn send(self, provider: &Provider, mut parameters: Vec<(&'static str, String)>) -> Response {
        parameters.extend(self.state.map(|state| ("state", state)));
        // Errors carry it as well (RFC 9207, section 2).
        parameters.push(("iss", provider.issuer.clone()));
        let parameters = provider.dials.response(parameters);
        let mut url = self.redirect_uri;
        match provider.dials.mode(self.mode) {
            ResponseMode::FormPost => return page::form_post(&url, &parameters),
            ResponseMode::Query => {
                url.query_pairs_mut().extend_pairs(parameters);
            }
            ResponseMode::Fragment => {
                let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
                url.set_fragment(Some(&encoded));
            }
        }
        // 303, so that no browser posts the sign-in form on to the client (RFC 9700, section 4.12).
        let mut response = Redirect::to(url.as_str()).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
