//! The URLs that an address may stand for.

use url::Url;

use crate::http::is_loopback;

/// Why there is no URL to try.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CandidatesError {
    #[error("No URL was given.")]
    Empty,
    #[error("“{input}” holds no URL: {why}.")]
    NotAUrl { input: String, why: &'static str },
    #[error("“{input}” starts with {scheme}: and a provider is reached over https.")]
    NotHttps { input: String, scheme: String },
    #[error("The URL for {host} carries a user name or password. Discovery documents are public: leave both out.")]
    Credentials { host: String },
}

/// With the scheme that was forgotten, and https for http.
pub(super) fn readings(text: &str) -> Result<Vec<Url>, CandidatesError> {
    let text = &mended(text);
    let parse = |text: String| {
        let mut url =
            Url::parse(&text).map_err(|error| CandidatesError::NotAUrl { input: text.clone(), why: why_not(error) })?;
        url.set_fragment(None);
        if !url.username().is_empty() || url.password().is_some() {
            return Err(CandidatesError::Credentials { host: url.host_str().unwrap_or_default().to_owned() });
        }
        Ok(url)
    };
    let has_scheme = text.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    if !has_scheme {
        if let Some((scheme, _)) = text.split_once(':')
            && ["mailto", "urn", "data", "file", "javascript", "about"].contains(&scheme.to_ascii_lowercase().as_str())
        {
            return Err(CandidatesError::NotHttps { input: text.to_owned(), scheme: scheme.to_owned() });
        }
        if text.contains(char::is_whitespace) {
            return Err(CandidatesError::NotAUrl { input: text.to_owned(), why: "it names no host" });
        }
        let secure = parse(format!("https://{}", text.trim_start_matches('/')))?;
        let plain = parse(format!("http://{}", text.trim_start_matches('/')))?;
        return Ok(if is_loopback(&secure) { vec![plain, secure] } else { vec![secure] });
    }
    let url = parse(text.to_owned())?;
    match url.scheme() {
        "https" => Ok(vec![url]),
        "http" if is_loopback(&url) => Ok(vec![url]),
        // The fetcher refuses the first, so that the report says so; the second is what the person probably means.
        "http" => {
            let secure = parse(text.replacen("http", "https", 1))?;
            Ok(vec![url, secure])
        }
        scheme => Err(CandidatesError::NotHttps { input: text.to_owned(), scheme: scheme.to_owned() }),
    }
}

/// `http:/host` and `https//host` with what was forgotten.
fn mended(text: &str) -> String {
    let forgotten = ["https", "http"].into_iter().find_map(|scheme| {
        let begins = text.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
        let rest =
            text.get(scheme.len()..).filter(|rest| begins && (rest.starts_with(':') || rest.starts_with("//")))?;
        Some(format!("{scheme}://{}", rest.trim_start_matches([':', '/'])))
    });
    forgotten.unwrap_or_else(|| text.to_owned())
}

fn why_not(error: url::ParseError) -> &'static str {
    match error {
        url::ParseError::InvalidPort => "its port is not a number up to 65535",
        url::ParseError::InvalidIpv4Address | url::ParseError::InvalidIpv6Address => "its host is not an IP address",
        url::ParseError::IdnaError | url::ParseError::InvalidDomainCharacter => {
            "its host is not a name that a host can have"
        }
        _ => "it names no host",
    }
}
