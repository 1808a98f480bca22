//! The access token, by `client_credentials`.

use std::time::{Duration, Instant};

use super::{
    Client, ClientError,
    access::{Access, CachedToken, Credentials},
    answer::words,
    asked::Asked,
};
use crate::{
    Method,
    wire::{Token, TokenErrorBody},
};

/// A token is renewed so long before its end.
const MARGIN: Duration = Duration::from_secs(10);
/// A token is kept so long at most, whatever the tenant says: Auth0's own default.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

impl Client {
    /// What the token allows, in the token endpoint's own words; empty where it says nothing.
    pub async fn scopes(&self) -> Result<Vec<String>, ClientError> {
        Ok(self.token().await?.scopes)
    }

    /// Of the application that the calls are made as.
    pub async fn client_id(&self) -> String {
        self.access.lock().await.credentials.client_id.clone()
    }

    /// Works with other credentials from the next call on; the answer is those before. A call on its way keeps its token.
    pub async fn change_credentials(&self, credentials: Credentials) -> Credentials {
        let mut access = self.access.lock().await;
        std::mem::replace(&mut *access, Access::new(credentials)).credentials
    }

    pub(super) async fn access_token(&self) -> Result<String, ClientError> {
        Ok(self.token().await?.value)
    }

    /// Forgets the token, unless another call has renewed it already.
    pub(super) async fn forget(&self, token: &str) {
        let mut access = self.access.lock().await;
        if access.token.as_ref().is_some_and(|held| held.value == token) {
            access.token = None;
        }
    }

    async fn token(&self) -> Result<CachedToken, ClientError> {
        let mut access = self.access.lock().await;
        if let Some(token) = access.token.as_ref().filter(|token| Instant::now() < token.renew_at) {
            return Ok(token.clone());
        }
        let answer = self.new_token(&access.credentials).await?;
        let lifetime = Duration::from_secs(answer.expires_in).min(LONGEST);
        let token = CachedToken {
            value: answer.access_token,
            scopes: answer.scope.split_whitespace().map(str::to_owned).collect(),
            renew_at: Instant::now() + lifetime.saturating_sub(MARGIN),
        };
        access.token = Some(token.clone());
        Ok(token)
    }

    async fn new_token(&self, credentials: &Credentials) -> Result<Token, ClientError> {
        let url = self.url(&["oauth", "token"]);
        let asked = Asked::new(Method::Post, url.path());
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &credentials.client_id),
            ("client_secret", &credentials.client_secret),
            ("audience", &credentials.audience),
        ];
        let answer = self.sent(self.http.post(url).form(&form)).await.map_err(|source| asked.unreachable(source))?;
        let status = answer.status();
        let body = asked.body(answer).await?;
        if status.is_success() {
            return asked.value(status, &body);
        }
        let (error, description) = match asked.value::<TokenErrorBody>(status, &body) {
            Ok(body) => (words(&body.error), words(&body.error_description)),
            Err(_) => ("no_answer".to_owned(), "the answer is not the token endpoint's".to_owned()),
        };
        Err(ClientError::Token { status: status.as_u16(), error, description })
    }
}
