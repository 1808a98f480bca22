use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, header};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Url;

use super::fetch_error::{FetchError, NameError, RedirectRefusal};
use crate::Secret;
use crate::loopback::{is_loopback, may_lead};

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
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The URL that was asked.
    pub url: Url,
    /// The URL that answered.
    pub final_url: Url,
    /// Where each redirect led, in order; the last is `final_url`.
    pub hops: Vec<Url>,
    pub status: u16,
    pub content_type: Option<String>,
    /// The server's clock, from its `Date` header.
    pub date: Option<DateTime<Utc>>,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub elapsed: Duration,
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
    pub fn new() -> Result<Self, FetcherError> {
        let client = || {
            reqwest::Client::builder()
                .user_agent(concat!("Lintel/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .dns_resolver(Arc::new(Resolver))
        };
        Ok(Fetcher { remote: client().build()?, local: client().no_proxy().build()?, time_limit: TIME_LIMIT })
    }

    /// The same fetcher with another limit for each call.
    pub fn with_time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
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
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = reqwest::Request::new(Method::POST, url.clone());
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, header::HeaderValue::from_static(JSON));
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/x-www-form-urlencoded"));
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
        let started = Instant::now();
        let url = request.url().clone();
        let local = is_loopback(&url);
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            return Err(FetchError::NotHttps { url });
        }
        let client = if local { &self.local } else { &self.remote };
        let mut response = client.execute(request).await.map_err(|error| FetchError::from_reqwest(error, &url))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| FetchError::from_reqwest(error, &url))? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(FetchError::TooLarge { url, limit: MAX_BODY });
            }
            body.extend_from_slice(&chunk);
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

impl Fetched {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    fn asked_at(mut self, url: &Url, hops: Vec<Url>) -> Self {
        self.url = url.clone();
        self.hops = hops;
        self
    }
}

fn get(url: &Url, accept: &'static str) -> reqwest::Request {
    let mut request = reqwest::Request::new(Method::GET, url.clone());
    request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static(accept));
    request
}

/// A header's value that no log shows.
pub(crate) fn secret_header(url: &Url, secret: &Secret) -> Result<header::HeaderValue, FetchError> {
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

fn redirect_target(answer: &Fetched) -> Option<String> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    answer.headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Where a redirect may lead: to https elsewhere from anywhere, to this computer only from this computer.
fn follow(from: &Url, target: &str) -> Result<Url, FetchError> {
    let refused = |reason| FetchError::RedirectRefused { from: from.clone(), to: target.to_owned(), reason };
    let mut to = from.join(target).map_err(|_| refused(RedirectRefusal::NotAUrl))?;
    to.set_fragment(None);
    match (from.scheme(), to.scheme()) {
        (_, "http" | "https") if !may_lead(from, &to) => Err(refused(RedirectRefusal::ToThisComputer)),
        (_, "https") => Ok(to),
        ("https", "http") => Err(refused(RedirectRefusal::Downgrade)),
        (_, "http") if is_loopback(&to) => Ok(to),
        (_, "http") => Err(refused(RedirectRefusal::NotHttps)),
        _ => Err(refused(RedirectRefusal::OtherScheme)),
    }
}

/// The system's resolver, except that `localhost` and names below it are this computer (RFC 6761, section 6.3): http is
/// allowed there, so no name server may send them elsewhere.
#[derive(Debug)]
struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str();
            if name == "localhost" || name.ends_with(".localhost") {
                let addresses = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                return Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs);
            }
            let addresses = tokio::net::lookup_host((name, 0)).await.map_err(NameError)?;
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leaves_https_nor_leads_to_this_computer_from_elsewhere() {
        use RedirectRefusal::{Downgrade, NotAUrl, NotHttps, OtherScheme, ToThisComputer};
        let cases: [(&str, &str, Result<&str, RedirectRefusal>); 10] = [
            ("https://a.example/x", "/y", Ok("https://a.example/y")),
            ("https://a.example/x", "https://b.example/#there", Ok("https://b.example/")),
            ("http://localhost:1/x", "https://b.example/", Ok("https://b.example/")),
            ("http://localhost:1/x", "http://127.0.0.1:2/", Ok("http://127.0.0.1:2/")),
            ("http://localhost:1/x", "http://b.example/", Err(NotHttps)),
            ("https://a.example/x", "http://a.example/x", Err(Downgrade)),
            ("https://a.example/x", "http://localhost:1/", Err(ToThisComputer)),
            ("https://a.example/x", "https://127.0.0.1:8443/", Err(ToThisComputer)),
            ("https://a.example/x", "file:///etc/passwd", Err(OtherScheme)),
            ("https://a.example/x", "https://", Err(NotAUrl)),
        ];
        for (from, to, wanted) in cases {
            let got = follow(&from.parse().expect("a URL"), to);
            match (got, wanted) {
                (Ok(url), Ok(wanted)) => assert_eq!(url.as_str(), wanted),
                (Err(FetchError::RedirectRefused { reason, .. }), Err(wanted)) => {
                    assert_eq!(reason, wanted, "{to}")
                }
                (got, wanted) => panic!("{from} to {to}: {got:?}, not {wanted:?}"),
            }
        }
    }
}
