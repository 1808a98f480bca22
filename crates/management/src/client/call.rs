//! One request on its way: the token, the pace, and what is tried once more.

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Client, ClientError, answer::words, asked::Asked, pace::Told, retry::Retries};
use crate::{
    request::{Method, Request},
    wire::ErrorBody,
};

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

    pub(super) async fn json<T: DeserializeOwned>(self) -> Result<T, ClientError> {
        let asked = self.asked();
        let (status, body) = self.send().await?;
        asked.value(status, &body)
    }

    /// Sends it when the tenant may be asked, and once more where that can do no harm.
    pub(super) async fn send(self) -> Result<(StatusCode, Vec<u8>), ClientError> {
        if self.request.method != Method::Get && self.client.is_read_only() {
            return Err(ClientError::ReadOnly { asked: self.asked() });
        }
        let mut retries = Retries::default();
        loop {
            let token = self.client.access_token().await?;
            let outcome = self.once(&token).await;
            match &outcome {
                Ok((StatusCode::UNAUTHORIZED, _)) if retries.with_new_token() && self.client.forget(&token).await => {
                    continue;
                }
                Ok((StatusCode::TOO_MANY_REQUESTS, _)) if retries.refused() => {
                    tracing::info!(path = self.request.path, "the tenant's rate limit asks to wait");
                    continue;
                }
                _ => {}
            }
            let came = outcome.as_ref().map(|(status, _)| *status);
            if let Some(pause) = retries.broken(self.request.method, came) {
                tracing::info!(path = self.request.path, ?pause, "a call broke, and is made once more");
                tokio::time::sleep(pause).await;
                continue;
            }
            let (status, body) = outcome?;
            tracing::debug!(method = %self.request.method, path = self.request.path, status = status.as_u16(), "Management API");
            if status.is_success() {
                return Ok((status, body));
            }
            return Err(self.refused(status, &body));
        }
    }

    async fn once(&self, token: &str) -> Result<(StatusCode, Vec<u8>), ClientError> {
        let Request { method, body, .. } = &self.request;
        let shared = &self.client.shared;
        let mut slot = shared.pace.enter().await;
        let mut request =
            self.client.http().request((*method).into(), self.request.url(&shared.base)).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = match self.client.sent(request).await {
            Ok(answer) => answer,
            Err(source) => {
                if source.is_connect() {
                    slot.unsent();
                }
                return Err(self.asked().unreachable(source));
            }
        };
        slot.answered(&Told::of(answer.status(), answer.headers()));
        let status = answer.status();
        Ok((status, self.asked().body(answer).await?))
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
