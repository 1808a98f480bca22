//! The address on this computer that the system's browser comes back to.

use axum::{
    Extension, Router,
    http::{HeaderName, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use lintel_local_server::{Authority, Bound, Serving, serve};
use lintel_oidc::issuing;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use url::Url;

use super::window::WindowEvent;
use crate::view::Problem;

const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Lintel test</title>\
    <style>body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;color-scheme:light dark}</style>\
    <h1>Back to Lintel</h1><p>The answer has arrived. Close this page; Lintel shows what came of the test.</p></html>";
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
];

/// It answers until it is dropped.
#[derive(Debug)]
pub(super) struct ReturnAddress {
    url: Url,
    /// Whom an arrival is told to, once somebody waits.
    told: Told,
    _serving: Serving,
}

type Told = Arc<Mutex<Option<mpsc::UnboundedSender<WindowEvent>>>>;

impl ReturnAddress {
    /// On any free port, under a path that nobody guesses.
    pub(super) fn listen() -> Result<Self, Problem> {
        let bound = Bound::at(0).map_err(|error| not_to_be_had(&error.to_string()))?;
        let (port, path) = (bound.port, format!("/lintel-test/{}", issuing::token(8)));
        let url =
            Url::parse(&format!("http://127.0.0.1:{port}{path}")).map_err(|error| not_to_be_had(&error.to_string()))?;
        let (told, own) = (Told::default(), url.clone());
        let telling = Arc::clone(&told);
        let arrived = move |Extension(authority): Extension<Authority>, asked: Uri| {
            std::future::ready(arrived(&authority, port, &asked, own, &telling))
        };
        let serving = serve(bound, Router::new().route(&path, get(arrived)))
            .map_err(|error| not_to_be_had(&error.to_string()))?;
        Ok(ReturnAddress { url, told, _serving: serving })
    }

    pub(super) fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Tells every arrival from now on.
    pub(super) fn tell(&self, events: mpsc::UnboundedSender<WindowEvent>) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
    }
}

fn arrived(authority: &Authority, port: u16, asked: &Uri, mut url: Url, told: &Told) -> Response {
    // Another name for this computer is another site's trick.
    if !authority.is_own(port) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    url.set_query(asked.query());
    if let Some(events) = told.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
        // A test that has ended does not listen any more.
        let _ = events.send(WindowEvent::Caught(url));
    }
    (HEADERS, Html(PAGE)).into_response()
}

pub(super) fn not_to_be_had(why: &str) -> Problem {
    Problem::new("no-return-address", format!("This computer has no address for the browser to come back to: {why}."))
        .remedy("Test in the sign-in window.")
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test is a browser")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_arrival_is_told_by_its_own_name_and_path_alone_and_only_as_long_as_the_address_lives() {
        let address = ReturnAddress::listen().expect("an address");
        let (sender, mut events) = mpsc::unbounded_channel();
        address.tell(sender);
        let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
        let ask = |url: String, host: Option<&str>| {
            let request = http.get(url);
            let request = match host {
                Some(host) => request.header(header::HOST, host),
                None => request,
            };
            request.send()
        };
        let url = address.url().to_owned();
        let answer = ask(format!("{url}?code=1&state=2"), None).await.expect("an answer");
        assert!(answer.status().is_success() && answer.headers().contains_key(header::CONTENT_SECURITY_POLICY));
        let Some(WindowEvent::Caught(caught)) = events.recv().await else { panic!("it is told") };
        assert_eq!(caught.as_str(), format!("{url}?code=1&state=2"));
        let port = caught.port().expect("a port");
        assert_eq!(ask(url.clone(), Some(&format!("evil.example:{port}"))).await.expect("an answer").status(), 421);
        assert_eq!(ask(format!("http://127.0.0.1:{port}/lintel-test/"), None).await.expect("an answer").status(), 404);
        assert!(events.try_recv().is_err(), "neither is told");
        drop(address);
        assert!(ask(url, None).await.is_err());
    }
}
