use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta};
use http::{Method, header};
use url::Url;

use super::{
    clocks::{Clocks, ServerClock},
    error::FetchError,
    fetched::Fetched,
    loopback::is_loopback,
    redirect::{follow, redirect_target},
    resolver::Resolver,
};
use crate::{Clock, Secret};

/// The bytes of an answer that are read, after inflating: Auth0 takes no larger discovery document.
pub const MAX_BODY: usize = 131_072;
pub const MAX_REDIRECTS: usize = 5;
/// How long one fetch may take, redirects and body included.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);
const JSON: &str = "application/json";

/// Reads what a provider serves, within limits: https except on this computer, a few redirects, a bounded body, a bounded time.
/// Dropping the future of a call ends the call.
#[derive(Debug, Clone)]
pub struct Fetcher {
    /// Goes through the proxy that the system is set to.
    remote: reqwest::Client,
    /// A proxy would take `localhost` for itself.
    local: reqwest::Client,
    time_limit: Duration,
    /// Who listens to the servers' clocks, and by which of this computer.
    clocks: Option<(Clocks, Clock)>,
}

#[derive(Debug, thiserror::Error)]
#[error(
    "HTTPS cannot be spoken: the system's list of certificate authorities could not be read. Install it (on Debian and Fedora the package \
     ca-certificates), then start Lintel again."
)]
pub struct FetcherError {
    #[from]
    source: reqwest::Error,
}

impl Fetcher {
    #[expect(clippy::disallowed_methods, reason = "this is the client that the others go through")]
    pub fn new() -> Result<Self, FetcherError> {
        let client = || {
            reqwest::Client::builder()
                .user_agent(concat!("Lintel/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .dns_resolver(Arc::new(Resolver))
        };
        Ok(Fetcher {
            remote: client().build()?,
            local: client().no_proxy().build()?,
            time_limit: TIME_LIMIT,
            clocks: None,
        })
    }

    /// The same fetcher with another limit for each call.
    pub fn with_time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
    }

    /// The same fetcher, whose answers tell `clocks` their servers' time beside that of `clock`.
    pub fn telling(mut self, clocks: &Clocks, clock: &Clock) -> Self {
        self.clocks = Some((clocks.clone(), clock.clone()));
        self
    }

    /// What the answers to this fetcher said of the clock that answers at an address, where somebody listens.
    pub fn clock_of(&self, url: &Url) -> Option<ServerClock> {
        self.clocks.as_ref()?.0.of(url)
    }

    /// GET of JSON, following redirects. A status other than 2xx is an answer as well.
    pub async fn fetch(&self, url: &Url) -> Result<Fetched, FetchError> {
        self.fetch_as(url, JSON).await
    }

    /// [`Fetcher::fetch`] of another media type.
    pub async fn fetch_as(&self, url: &Url, accept: &'static str) -> Result<Fetched, FetchError> {
        self.in_time(url, async {
            let mut hops: Vec<Url> = Vec::new();
            loop {
                let from = hops.last().unwrap_or(url).clone();
                let answer = self.exchange(get(&from, accept)).await?;
                let Some(target) = redirect_target(&answer) else {
                    return Ok(answer.asked_at(url, hops));
                };
                if hops.len() == MAX_REDIRECTS {
                    return Err(FetchError::TooManyRedirects { url: url.clone(), limit: MAX_REDIRECTS });
                }
                hops.push(follow(&from, &target)?);
            }
        })
        .await
    }

    /// GET of a page as a browser asks for it, without following: a redirect is an answer, and of a long body the beginning is.
    pub async fn first_answer(&self, url: &Url) -> Result<Fetched, FetchError> {
        self.in_time(url, self.exchanged(get(url, "text/html,application/json;q=0.9"), Long::Cut)).await
    }

    /// GET with an access token, which goes to this URL only: a redirect is an answer and is not followed.
    pub async fn get_with_bearer(&self, url: &Url, token: &Secret) -> Result<Fetched, FetchError> {
        let authorization = Secret::new(format!("Bearer {}", token.expose()));
        self.get_with_secrets(url, [(header::AUTHORIZATION, &authorization)]).await
    }

    /// GET with headers that carry secrets, which go to this URL only.
    pub async fn get_with_secrets<'a>(
        &self,
        url: &Url,
        headers: impl IntoIterator<Item = (header::HeaderName, &'a Secret)>,
    ) -> Result<Fetched, FetchError> {
        let mut request = get(url, JSON);
        for (name, secret) in headers {
            request.headers_mut().insert(name, secret_header(url, secret)?);
        }
        self.in_time(url, self.exchange(request)).await
    }

    /// POST of a form, which may carry a secret: a redirect is an answer and is not followed.
    pub async fn post_form<K: AsRef<str>, V: AsRef<str>>(
        &self,
        url: &Url,
        form: &[(K, V)],
    ) -> Result<Fetched, FetchError> {
        self.post_form_with_secrets(url, form, []).await
    }

    /// [`Fetcher::post_form`] with headers that carry secrets.
    pub async fn post_form_with_secrets<'a, K: AsRef<str>, V: AsRef<str>>(
        &self,
        url: &Url,
        form: &[(K, V)],
        secrets: impl IntoIterator<Item = (header::HeaderName, &'a Secret)>,
    ) -> Result<Fetched, FetchError> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = reqwest::Request::new(Method::POST, url.clone());
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, header::HeaderValue::from_static(JSON));
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/x-www-form-urlencoded"));
        for (name, secret) in secrets {
            headers.insert(name, secret_header(url, secret)?);
        }
        *request.body_mut() = Some(body.into());
        self.in_time(url, self.exchange(request)).await
    }

    /// Any request, with the same limits and no redirects.
    pub async fn http(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FetchError> {
        let request = to_reqwest(request)?;
        let url = request.url().clone();
        let answer = self.in_time(&url, self.exchange(request)).await?;
        let mut response = http::Response::new(answer.body);
        *response.status_mut() = http::StatusCode::from_u16(answer.status)
            .map_err(|error| FetchError::Request { target: url.to_string(), reason: error.to_string() })?;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }

    async fn in_time<T>(&self, url: &Url, call: impl Future<Output = Result<T, FetchError>>) -> Result<T, FetchError> {
        tokio::time::timeout(self.time_limit, call).await.unwrap_or_else(|_| {
            Err(FetchError::Timeout { host: url.host_str().unwrap_or_default().to_owned(), after: self.time_limit })
        })
    }

    async fn exchange(&self, request: reqwest::Request) -> Result<Fetched, FetchError> {
        self.exchanged(request, Long::Refused).await
    }

    async fn exchanged(&self, request: reqwest::Request, long: Long) -> Result<Fetched, FetchError> {
        let started = Instant::now();
        let url = request.url().clone();
        let local = is_loopback(&url);
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            return Err(FetchError::NotHttps { url });
        }
        let client = if local { &self.local } else { &self.remote };
        let mut response = client.execute(request).await.map_err(|error| FetchError::from_reqwest(error, &url))?;
        if let Some((clocks, clock)) = &self.clocks {
            let answered = clock.now();
            let took = TimeDelta::from_std(started.elapsed()).unwrap_or(TimeDelta::MAX);
            let sent = answered.checked_sub_signed(took).unwrap_or(answered);
            clocks.hear(&url, response.headers(), sent, answered);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| FetchError::from_reqwest(error, &url))? {
            let room = MAX_BODY - body.len();
            if chunk.len() <= room {
                body.extend_from_slice(&chunk);
                continue;
            }
            match long {
                Long::Refused => return Err(FetchError::TooLarge { url, limit: MAX_BODY }),
                Long::Cut => body.extend_from_slice(chunk.get(..room).unwrap_or_default()),
            }
            break;
        }
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        Ok(Fetched {
            final_url: url.clone(),
            url,
            hops: Vec::new(),
            status: response.status().as_u16(),
            content_type: text(header::CONTENT_TYPE).map(str::to_owned),
            date: text(header::DATE).and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map(|date| date.to_utc()),
            headers: response.headers().clone(),
            body,
            elapsed: started.elapsed(),
        })
    }
}

/// What becomes of a body beyond [`MAX_BODY`].
#[derive(Debug, Clone, Copy)]
enum Long {
    Refused,
    Cut,
}

fn get(url: &Url, accept: &'static str) -> reqwest::Request {
    let mut request = reqwest::Request::new(Method::GET, url.clone());
    request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static(accept));
    request
}

/// A header's value that no log shows.
fn secret_header(url: &Url, secret: &Secret) -> Result<header::HeaderValue, FetchError> {
    let mut value = header::HeaderValue::from_str(secret.expose()).map_err(|_| FetchError::Request {
        target: url.to_string(),
        reason: "the access token holds characters that no HTTP header may carry".to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn to_reqwest(request: http::Request<Vec<u8>>) -> Result<reqwest::Request, FetchError> {
    let target = request.uri().to_string();
    reqwest::Request::try_from(request).map_err(|error| FetchError::Request { target, reason: error.to_string() })
}
