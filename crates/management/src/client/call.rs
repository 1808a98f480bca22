//! One request on its way: the token, the rate limit, and how an answer is read.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::{Response, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Client, ClientError, answer::words, asked::Asked};
use crate::{
    request::{Method, Request},
    wire::ErrorBody,
};

/// How often a call is repeated that the rate limit refused, and how long it waits at most.
const RATE_LIMIT_RETRIES: u32 = 2;
const RATE_LIMIT_WAIT: Duration = Duration::from_secs(10);

/// One request to the API, on its way.
#[derive(Clone)]
pub(super) struct Call<'a> {
    client: &'a Client,
    request: Request,
}

impl Client {
    /// A call of the API; `path` is below `/api/v2`.
    pub(super) fn call(&self, method: Method, path: &[&str]) -> Call<'_> {
        self.request(Request::new(method, path))
    }

    pub(super) fn request(&self, request: Request) -> Call<'_> {
        Call { client: self, request }
    }

    /// Sends a request as it was planned. The answer is what the tenant said, or `null` where it said nothing.
    pub async fn perform(&self, request: &Request) -> Result<Value, ClientError> {
        let call = self.request(request.clone());
        let asked = call.asked();
        let (status, body) = call.send().await?;
        if body.is_empty() { Ok(Value::Null) } else { asked.value(status, &body) }
    }

    /// The same where what the answer is to be is known.
    pub async fn perform_for<T: DeserializeOwned>(&self, request: &Request) -> Result<T, ClientError> {
        self.request(request.clone()).json().await
    }
}

impl Call<'_> {
    pub(super) fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.request = self.request.query(name, value);
        self
    }

    pub(super) fn body(mut self, body: Value) -> Self {
        self.request = self.request.body(body);
        self
    }

    pub(super) async fn json<T: DeserializeOwned>(self) -> Result<T, ClientError> {
        let asked = self.asked();
        let (status, body) = self.send().await?;
        asked.value(status, &body)
    }

    /// Sends it: once more with a new token where the old one is not taken, and again after a while where the rate
    /// limit asks for it.
    pub(super) async fn send(self) -> Result<(StatusCode, Vec<u8>), ClientError> {
        let mut renewed = false;
        let mut limited = 0;
        loop {
            let token = self.client.access_token().await?;
            let answer = self.once(&token).await?;
            let status = answer.status();
            if status == StatusCode::UNAUTHORIZED && !renewed {
                renewed = true;
                self.client.forget(&token).await;
                continue;
            }
            if status == StatusCode::TOO_MANY_REQUESTS && limited < RATE_LIMIT_RETRIES {
                limited += 1;
                let wait = rate_limit_wait(&answer, limited);
                tracing::info!(path = self.request.path, ?wait, "the tenant's rate limit asks to wait");
                tokio::time::sleep(wait).await;
                continue;
            }
            let body = self.asked().body(answer).await?;
            tracing::debug!(method = %self.request.method, path = self.request.path, status = status.as_u16(), "Management API");
            if status.is_success() {
                return Ok((status, body));
            }
            return Err(self.refused(status, &body));
        }
    }

    async fn once(&self, token: &str) -> Result<Response, ClientError> {
        let Request { method, body, .. } = &self.request;
        let mut sent =
            self.client.http.request((*method).into(), self.request.url(&self.client.base)).bearer_auth(token);
        if let Some(body) = body {
            sent = sent.json(body);
        }
        self.client.sent(sent).await.map_err(|source| self.asked().unreachable(source))
    }

    fn refused(&self, status: StatusCode, body: &[u8]) -> ClientError {
        let asked = self.asked();
        let (message, code) = match asked.value::<ErrorBody>(status, body) {
            Ok(body) => (words(&body.message), body.error_code),
            Err(_) => (format!("The tenant answered {status} to {asked}."), None),
        };
        ClientError::Refused { asked, status: status.as_u16(), code, message }
    }

    pub(super) fn asked(&self) -> Asked {
        Asked::new(self.request.method, &self.request.path)
    }

    pub(super) fn client(&self) -> &Client {
        self.client
    }
}

/// `Retry-After`, else the moment in `X-RateLimit-Reset`, else a second, doubled each time.
#[expect(
    clippy::disallowed_methods,
    reason = "the tenant names a moment of its own clock; how long to wait is bounded"
)]
fn rate_limit_wait(answer: &Response, attempt: u32) -> Duration {
    let seconds = |name: &str| -> Option<u64> { answer.headers().get(name)?.to_str().ok()?.parse().ok() };
    let until_reset = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Some(Duration::from_secs(seconds("x-ratelimit-reset")?).saturating_sub(now))
    };
    let wait = seconds(header::RETRY_AFTER.as_str()).map(Duration::from_secs).or_else(until_reset);
    wait.unwrap_or(Duration::from_secs(1 << (attempt - 1))).min(RATE_LIMIT_WAIT)
}
