//! The API's client: typed where we act on a member, whole everywhere else.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use reqwest::{Method, Response, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;
use url::{Host, Url};

use crate::{
    Connection,
    wire::{
        Application, ApplicationPage, ConnectionPage, EnabledClientPage, Enablement, ErrorBody, Token, TokenErrorBody,
        User, UserPage,
    },
};

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// A token is renewed so long before its end.
const TOKEN_MARGIN: Duration = Duration::from_secs(10);
/// How often a call is repeated that the rate limit refused, and how long it waits at most.
const RATE_LIMIT_RETRIES: u32 = 2;
const RATE_LIMIT_WAIT: Duration = Duration::from_secs(10);
const PAGE: usize = 100;
/// The entries that offset pages reach.
const OFFSET_REACH: usize = 1000;
/// The enablement changes that one call takes.
const ENABLEMENTS: usize = 50;

/// Credentials of an application that may call the Management API. They print without the secret.
#[derive(Clone)]
pub struct Credentials {
    client_id: String,
    client_secret: String,
    audience: String,
}

impl Credentials {
    /// `audience` is `https://{tenant}/api/v2/`, also where the tenant has a custom domain.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>, audience: impl Into<String>) -> Self {
        Credentials { client_id: client_id.into(), client_secret: client_secret.into(), audience: audience.into() }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

/// A client of one tenant's Management API. Clones share the access token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    credentials: Credentials,
    token: Arc<Mutex<Option<CachedToken>>>,
}

struct CachedToken {
    value: String,
    renew_at: Instant,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base.as_str())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// A call on the Management API failed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("{base} is not an https URL. Only a tenant on this computer is reached by http.")]
    NotHttps { base: Url },
    #[error("The HTTPS client could not be set up.")]
    Setup(#[source] reqwest::Error),
    /// The token endpoint gave no token.
    #[error("The tenant gave no access token ({status}, {error}): {description}")]
    Token { status: u16, error: String, description: String },
    /// The API refused the call, with its own words.
    #[error("{message}")]
    Refused {
        method: Method,
        path: String,
        status: u16,
        /// For example `inexistent_connection`.
        code: Option<String>,
        message: String,
    },
    #[error("The tenant could not be reached ({method} {path}).")]
    Unreachable { method: Method, path: String, source: reqwest::Error },
    #[error("The tenant's answer to {method} {path} ({status}) is not what the API promises.")]
    Unreadable { method: Method, path: String, status: u16, source: serde_json::Error },
}

impl ClientError {
    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            ClientError::Token { status, .. }
            | ClientError::Refused { status, .. }
            | ClientError::Unreadable { status, .. } => Some(*status),
            ClientError::NotHttps { .. } | ClientError::Setup(_) | ClientError::Unreachable { .. } => None,
        }
    }

    /// The API's own name for what went wrong.
    pub fn code(&self) -> Option<&str> {
        match self {
            ClientError::Refused { code, .. } => code.as_deref(),
            ClientError::Token { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl Client {
    /// `base` is the tenant's own address, `https://{tenant}`.
    pub fn new(base: Url, credentials: Credentials) -> Result<Self, ClientError> {
        let local = is_this_computer(&base);
        if base.scheme() != "https" && !(base.scheme() == "http" && local) {
            return Err(ClientError::NotHttps { base });
        }
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Lintel/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIME_LIMIT);
        if local {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(ClientError::Setup)?;
        Ok(Client { http, base, credentials, token: Arc::new(Mutex::new(None)) })
    }

    /// The scopes that the tenant grants these credentials, asked for afresh.
    pub async fn scopes(&self) -> Result<Vec<String>, ClientError> {
        let token = self.new_token().await?;
        Ok(token.scope.split_whitespace().map(str::to_owned).collect())
    }

    /// Every connection of the strategy, or of any, over as many pages as it takes.
    pub async fn list_connections(&self, strategy: Option<&str>) -> Result<Vec<Connection>, ClientError> {
        let mut connections = Vec::new();
        let mut from: Option<String> = None;
        loop {
            let mut call = self.call(Method::GET, &["connections"]).query("take", PAGE);
            if let Some(strategy) = strategy {
                call = call.query("strategy", strategy);
            }
            if let Some(from) = &from {
                call = call.query("from", from);
            }
            let page: ConnectionPage = call.json().await?;
            connections.extend(page.connections);
            match page.next {
                Some(next) => from = Some(next),
                None => return Ok(connections),
            }
        }
    }

    pub async fn connection(&self, id: &str) -> Result<Connection, ClientError> {
        self.call(Method::GET, &["connections", id]).json().await
    }

    pub async fn create_connection(&self, body: &Value) -> Result<Connection, ClientError> {
        self.call(Method::POST, &["connections"]).body(body.clone()).json().await
    }

    /// Members at the top are merged by the tenant; `options` are replaced whole.
    pub async fn update_connection(&self, id: &str, body: &Value) -> Result<Connection, ClientError> {
        self.call(Method::PATCH, &["connections", id]).body(body.clone()).json().await
    }

    /// Its users go with it.
    pub async fn delete_connection(&self, id: &str) -> Result<(), ClientError> {
        self.call(Method::DELETE, &["connections", id]).send().await.map(drop)
    }

    /// The client IDs of the applications that may use the connection.
    pub async fn connection_clients(&self, id: &str) -> Result<Vec<String>, ClientError> {
        let mut clients = Vec::new();
        let mut from: Option<String> = None;
        loop {
            let mut call = self.call(Method::GET, &["connections", id, "clients"]).query("take", PAGE);
            if let Some(from) = &from {
                call = call.query("from", from);
            }
            let page: EnabledClientPage = call.json().await?;
            clients.extend(page.clients.into_iter().map(|client| client.client_id));
            match page.next {
                Some(next) => from = Some(next),
                None => return Ok(clients),
            }
        }
    }

    /// Enables (`true`) or disables the connection for these applications; the others keep what they have.
    pub async fn set_connection_clients(&self, id: &str, changes: &[(String, bool)]) -> Result<(), ClientError> {
        for changes in changes.chunks(ENABLEMENTS) {
            let changes: Vec<_> =
                changes.iter().map(|(client_id, status)| Enablement { client_id, status: *status }).collect();
            let body = serde_json::to_value(changes).unwrap_or_default();
            self.call(Method::PATCH, &["connections", id, "clients"]).body(body).send().await?;
        }
        Ok(())
    }

    /// Every application that offset pages reach, which is the first thousand.
    pub async fn clients(&self) -> Result<Vec<Application>, ClientError> {
        let mut clients = Vec::new();
        for page in 0..OFFSET_REACH / PAGE {
            let call = self.call(Method::GET, &["clients"]).query("include_totals", true);
            let answer: ApplicationPage = call.query("page", page).query("per_page", PAGE).json().await?;
            let last = answer.clients.is_empty();
            clients.extend(answer.clients);
            if last || clients.len() >= answer.total {
                break;
            }
        }
        Ok(clients)
    }

    pub async fn client(&self, client_id: &str) -> Result<Application, ClientError> {
        self.call(Method::GET, &["clients", client_id]).json().await
    }

    pub async fn create_client(&self, body: &Value) -> Result<Application, ClientError> {
        self.call(Method::POST, &["clients"]).body(body.clone()).json().await
    }

    /// The users of a connection, by name, or of all; those that offset pages reach, which is the first thousand.
    pub async fn users(&self, connection_name: Option<&str>) -> Result<Vec<User>, ClientError> {
        let mut users = Vec::new();
        for page in 0..OFFSET_REACH / PAGE {
            let mut call =
                self.call(Method::GET, &["users"]).query("include_totals", true).query("search_engine", "v3");
            if let Some(name) = connection_name {
                call = call.query("q", format!("identities.connection:\"{name}\""));
            }
            let answer: UserPage = call.query("page", page).query("per_page", PAGE).json().await?;
            let last = answer.users.is_empty();
            users.extend(answer.users);
            if last || users.len() >= answer.total {
                break;
            }
        }
        Ok(users)
    }

    pub async fn user(&self, user_id: &str) -> Result<User, ClientError> {
        self.call(Method::GET, &["users", user_id]).json().await
    }

    pub async fn delete_user(&self, user_id: &str) -> Result<(), ClientError> {
        self.call(Method::DELETE, &["users", user_id]).send().await.map(drop)
    }

    fn call(&self, method: Method, path: &[&str]) -> Call<'_> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["api", "v2"]).extend(path);
        }
        Call { client: self, method, url, body: None }
    }

    async fn access_token(&self) -> Result<String, ClientError> {
        let mut cached = self.token.lock().await;
        if let Some(token) = cached.as_ref().filter(|token| Instant::now() < token.renew_at) {
            return Ok(token.value.clone());
        }
        let token = self.new_token().await?;
        let renew_at = Instant::now() + Duration::from_secs(token.expires_in).saturating_sub(TOKEN_MARGIN);
        *cached = Some(CachedToken { value: token.access_token.clone(), renew_at });
        Ok(token.access_token)
    }

    /// Forgets the token, unless another call has renewed it already.
    async fn forget(&self, token: &str) {
        let mut cached = self.token.lock().await;
        if cached.as_ref().is_some_and(|cached| cached.value == token) {
            *cached = None;
        }
    }

    async fn new_token(&self) -> Result<Token, ClientError> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["oauth", "token"]);
        }
        let (method, path) = (Method::POST, url.path().to_owned());
        let unreachable =
            |source: reqwest::Error| ClientError::Unreachable { method: Method::POST, path: path.clone(), source };
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.credentials.client_id),
            ("client_secret", &self.credentials.client_secret),
            ("audience", &self.credentials.audience),
        ];
        let answer = self.http.post(url).form(&form).send().await.map_err(unreachable)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(unreachable)?;
        if status.is_success() {
            return read(method, path.clone(), status, &body);
        }
        let (error, description) = match serde_json::from_slice::<TokenErrorBody>(&body) {
            Ok(body) => (body.error, body.error_description),
            Err(_) => ("no_answer".to_owned(), "the answer is not the token endpoint's".to_owned()),
        };
        Err(ClientError::Token { status: status.as_u16(), error, description })
    }
}

/// One request to the API, on its way.
struct Call<'a> {
    client: &'a Client,
    method: Method,
    url: Url,
    body: Option<Value>,
}

impl Call<'_> {
    fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.url.query_pairs_mut().append_pair(name, &value.to_string());
        self
    }

    fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    async fn json<T: DeserializeOwned>(self) -> Result<T, ClientError> {
        let (method, path) = (self.method.clone(), self.url.path().to_owned());
        let (status, body) = self.send().await?;
        read(method, path, status, &body)
    }

    /// Sends it: once more with a new token where the old one is not taken, and again after a while where the rate
    /// limit asks for it.
    async fn send(self) -> Result<(StatusCode, Vec<u8>), ClientError> {
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
                tracing::info!(path = self.url.path(), ?wait, "the tenant's rate limit asks to wait");
                tokio::time::sleep(wait).await;
                continue;
            }
            let body = answer.bytes().await.map_err(|source| self.unreachable(source))?;
            tracing::debug!(method = %self.method, path = self.url.path(), status = status.as_u16(), "Management API");
            if status.is_success() {
                return Ok((status, body.to_vec()));
            }
            return Err(self.refused(status, &body));
        }
    }

    async fn once(&self, token: &str) -> Result<Response, ClientError> {
        let mut request = self.client.http.request(self.method.clone(), self.url.clone()).bearer_auth(token);
        if let Some(body) = &self.body {
            request = request.json(body);
        }
        request.send().await.map_err(|source| self.unreachable(source))
    }

    fn unreachable(&self, source: reqwest::Error) -> ClientError {
        ClientError::Unreachable { method: self.method.clone(), path: self.url.path().to_owned(), source }
    }

    fn refused(&self, status: StatusCode, body: &[u8]) -> ClientError {
        let (message, code) = match serde_json::from_slice::<ErrorBody>(body) {
            Ok(body) => (body.message, body.error_code),
            Err(_) => (format!("The tenant answered {status}."), None),
        };
        let (method, path) = (self.method.clone(), self.url.path().to_owned());
        ClientError::Refused { method, path, status: status.as_u16(), code, message }
    }
}

fn read<T: DeserializeOwned>(method: Method, path: String, status: StatusCode, body: &[u8]) -> Result<T, ClientError> {
    serde_json::from_slice(body).map_err(|source| ClientError::Unreadable {
        method,
        path,
        status: status.as_u16(),
        source,
    })
}

/// `Retry-After`, else the moment in `X-RateLimit-Reset`, else a second, doubled each time.
fn rate_limit_wait(answer: &Response, attempt: u32) -> Duration {
    let seconds = |name: &str| -> Option<u64> { answer.headers().get(name)?.to_str().ok()?.parse().ok() };
    let until_reset = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Some(Duration::from_secs(seconds("x-ratelimit-reset")?).saturating_sub(now))
    };
    let wait = seconds(header::RETRY_AFTER.as_str()).map(Duration::from_secs).or_else(until_reset);
    wait.unwrap_or(Duration::from_secs(1 << (attempt - 1))).min(RATE_LIMIT_WAIT)
}

fn is_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
