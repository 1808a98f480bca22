//! The access token, by `client_credentials`.

use std::{
    sync::atomic::Ordering,
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use super::{
    Client, ClientError,
    access::{Access, CachedToken, Credentials, GivenToken, Proof},
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
/// RFC 7523, section 2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl Client {
    /// What the token allows, in the token endpoint's own words; empty where it says nothing.
    pub async fn scopes(&self) -> Result<Vec<String>, ClientError> {
        Ok(self.token().await?.scopes)
    }

    /// Of the application that the calls are made as.
    pub async fn client_id(&self) -> String {
        self.shared.access.lock().await.credentials.client_id.clone()
    }

    /// Works with other credentials from the next call on; the answer is those before. A call on its way keeps its token.
    pub async fn change_credentials(&self, credentials: Credentials) -> Credentials {
        let mut access = self.shared.access.lock().await;
        std::mem::replace(&mut *access, Access::new(credentials)).credentials
    }

    pub(super) async fn access_token(&self) -> Result<String, ClientError> {
        Ok(self.token().await?.value)
    }

    /// Forgets the token, unless another call has renewed it already. Whether there can be another.
    pub(super) async fn forget(&self, token: &str) -> bool {
        let mut access = self.shared.access.lock().await;
        if access.token.as_ref().is_some_and(|held| held.value == token) {
            access.token = None;
        }
        !matches!(access.credentials.proof, Proof::Token(_))
    }

    /// The token; fetched once for all who wait for it, and so is the reason why there is none.
    async fn token(&self) -> Result<CachedToken, ClientError> {
        let failures = self.shared.failures.load(Ordering::SeqCst);
        let mut access = self.shared.access.lock().await;
        if let Some(token) = access.token.as_ref().filter(|token| Instant::now() < token.renew_at) {
            return Ok(token.clone());
        }
        if failures != self.shared.failures.load(Ordering::SeqCst)
            && let Some(failure) = &access.failure
        {
            return Err(failure.clone());
        }
        let fetched = match &access.credentials.proof {
            Proof::Token(given) => return given.while_it_lasts(),
            Proof::Secret { .. } | Proof::Assertion { .. } => self.fetched(&access.credentials).await,
        };
        match fetched {
            Ok(token) => {
                access.token = Some(token.clone());
                Ok(token)
            }
            Err(failure) => {
                self.shared.failures.fetch_add(1, Ordering::SeqCst);
                access.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    async fn fetched(&self, credentials: &Credentials) -> Result<CachedToken, ClientError> {
        let answer = self.new_token(credentials).await?;
        let lifetime = Duration::from_secs(answer.expires_in).min(LONGEST);
        Ok(CachedToken {
            value: answer.access_token,
            scopes: answer.scope.split_whitespace().map(str::to_owned).collect(),
            renew_at: Instant::now() + lifetime.saturating_sub(MARGIN),
        })
    }

    async fn new_token(&self, credentials: &Credentials) -> Result<Token, ClientError> {
        let url = self.url(&["oauth", "token"]);
        let asked = Asked::new(Method::Post, url.path());
        let form = credentials.form()?;
        let sent = self.sent(self.http().post(url).form(&form)).await;
        let answer = sent.map_err(|source| asked.unreachable(source))?;
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

impl Credentials {
    /// RFC 6749, sections 2.3.1 and 4.4.2; RFC 7523, section 2.2.
    fn form(&self) -> Result<Vec<(&'static str, String)>, ClientError> {
        let mut form = vec![("grant_type", "client_credentials".to_owned()), ("client_id", self.client_id.clone())];
        match &self.proof {
            Proof::Secret { secret, audience } => {
                form.extend([("client_secret", secret.clone()), ("audience", audience.clone())]);
            }
            Proof::Assertion { sign, audience } => form.extend([
                ("client_assertion_type", ASSERTION_TYPE.to_owned()),
                ("client_assertion", sign().map_err(ClientError::Unsigned)?),
                ("audience", audience.clone()),
            ]),
            Proof::Token(_) => {}
        }
        Ok(form)
    }
}

impl GivenToken {
    #[expect(
        clippy::disallowed_methods,
        reason = "the token names the moment of its end; the tenant decides by its own clock"
    )]
    fn while_it_lasts(&self) -> Result<CachedToken, ClientError> {
        match self.ends.duration_since(SystemTime::now()) {
            // Looked at afresh each time: a computer that slept counts no time.
            Ok(left) if !left.is_zero() => {
                Ok(CachedToken { value: self.value.clone(), scopes: self.scopes.clone(), renew_at: Instant::now() })
            }
            _ => Err(ClientError::Ended { at: self.ends }),
        }
    }
}
