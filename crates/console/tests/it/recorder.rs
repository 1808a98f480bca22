//! A token endpoint in front of the practice provider's, which keeps what goes through it: the only place from which a test
//! can see what a sign-in sends there.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{Router, extract::State, http::header::CONTENT_TYPE, response::IntoResponse, routing::post};
use reqwest::Client;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use url::form_urlencoded;

#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    behind: String,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Recorder {
    /// Starts it; the other value is its address.
    pub(crate) async fn start(behind: &str) -> (Recorder, String) {
        let recorder = Recorder { behind: behind.to_owned(), seen: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}/token", listener.local_addr().expect("an address"));
        let router = Router::new().route("/token", post(pass_on)).with_state(recorder.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (recorder, address)
    }

    /// The values of a parameter, of requests and answers alike.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect()
    }

    fn keep(&self, name: &str, value: &str) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push((name.to_owned(), value.to_owned()));
    }
}

async fn pass_on(State(recorder): State<Recorder>, request: String) -> impl IntoResponse {
    for (name, value) in form_urlencoded::parse(request.as_bytes()) {
        recorder.keep(&name, &value);
    }
    let http = Client::builder().no_proxy().build().expect("an HTTP client");
    let form = http.post(&recorder.behind).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(request);
    let answer = form.send().await.expect("an answer");
    let status = answer.status();
    let body = answer.text().await.expect("a body");
    let members: Map<String, Value> = serde_json::from_str(&body).expect("JSON");
    for (name, value) in members.iter().filter_map(|(name, value)| Some((name, value.as_str()?))) {
        recorder.keep(name, value);
    }
    (status, [(CONTENT_TYPE, "application/json")], body)
}
