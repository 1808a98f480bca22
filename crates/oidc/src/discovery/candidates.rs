use url::Url;

use crate::loopback::is_loopback;

const WELL_KNOWN: &str = "/.well-known";
const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
const OAUTH_AUTHORIZATION_SERVER: &str = "/.well-known/oauth-authorization-server";

/// Where the discovery document may be, most likely first, for whatever a person pastes: base URL, issuer, full discovery URL,
/// one of the provider's other addresses; with or without scheme, quotes or slash.
pub fn candidates(input: &str) -> Result<Vec<Url>, CandidatesError> {
    let text = clean(input);
    if text.is_empty() {
        return Err(CandidatesError::Empty);
    }
    let mut found = Vec::new();
    for typed in readings(text)? {
        for url in forms(&typed) {
            if !found.contains(&url) {
                found.push(url);
            }
        }
    }
    Ok(found)
}

/// Why there is no URL to try.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CandidatesError {
    #[error("No URL was given.")]
    Empty,
    #[error("“{input}” is not a URL: {source}.")]
    NotAUrl { input: String, source: url::ParseError },
    #[error("“{input}” starts with {scheme}: and a provider is reached over https.")]
    NotHttps { input: String, scheme: String },
    #[error("The URL for {host} carries a user name or password. Discovery documents are public: leave both out.")]
    Credentials { host: String },
}

/// Where the document of a base URL is (OpenID Connect Discovery 1.0, section 4). None where the URL names a document.
pub fn below_base(url: &str) -> Option<Url> {
    let mut url = Url::parse(url).ok().filter(|url| !url.cannot_be_a_base() && !url.path().contains(WELL_KNOWN))?;
    url.set_path(&format!("{}{OPENID_CONFIGURATION}", base_path(url.path())));
    Some(url)
}

/// The issuer that a document at this URL must name (OpenID Connect Discovery 1.0, section 4.3), without trailing slash.
pub(crate) fn issuer_for(url: &Url) -> String {
    let origin = url.origin().ascii_serialization();
    format!("{origin}{}", base_path(url.path()))
}

/// Whether the URL names an RFC 8414 document rather than an OpenID Connect one.
pub(crate) fn is_oauth_metadata(url: &Url) -> bool {
    let path = url.path();
    path.contains(OAUTH_AUTHORIZATION_SERVER)
        || path.strip_prefix(OPENID_CONFIGURATION).is_some_and(|rest| !rest.trim_matches('/').is_empty())
}

fn clean(input: &str) -> &str {
    input.trim_matches(|c: char| c.is_whitespace() || c.is_control() || "\"'`<>“”‘’«»\u{feff}\u{200b}".contains(c))
}

/// The URLs that the text may stand for.
fn readings(text: &str) -> Result<Vec<Url>, CandidatesError> {
    let parse = |text: String| {
        let mut url = Url::parse(&text).map_err(|source| CandidatesError::NotAUrl { input: text.clone(), source })?;
        url.set_fragment(None);
        if !url.username().is_empty() || url.password().is_some() {
            return Err(CandidatesError::Credentials { host: url.host_str().unwrap_or_default().to_owned() });
        }
        Ok(url)
    };
    if !text.contains("://") {
        if let Some((scheme, _)) = text.split_once(':')
            && ["mailto", "urn", "data", "file", "javascript", "about"].contains(&scheme.to_ascii_lowercase().as_str())
        {
            return Err(CandidatesError::NotHttps { input: text.to_owned(), scheme: scheme.to_owned() });
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
            let secure = parse(text.replacen("http", "https", 1).replacen("HTTP", "https", 1))?;
            Ok(vec![url, secure])
        }
        scheme => Err(CandidatesError::NotHttps { input: text.to_owned(), scheme: scheme.to_owned() }),
    }
}

fn forms(typed: &Url) -> Vec<Url> {
    let path = typed.path();
    let base = base_path(path);
    let mut forms = Vec::new();
    let mut add = |path: String, query: Option<&str>| {
        let mut url = typed.clone();
        url.set_path(&path);
        url.set_query(query);
        forms.push(url);
    };
    let at = |base: &str| format!("{base}{OPENID_CONFIGURATION}");

    if path.contains(OPENID_CONFIGURATION) {
        add(path.trim_end_matches('/').to_owned(), typed.query());
    }
    add(at(&base), typed.query());
    add(at(&base), None);
    if typed.scheme() == "http" && !is_loopback(typed) {
        forms.truncate(1);
        return forms;
    }
    for implied in implied_bases(typed.host_str().unwrap_or_default(), &base) {
        add(at(&implied), None);
    }
    add(at(""), None);
    if !base.is_empty() {
        add(format!("{OPENID_CONFIGURATION}{base}"), None);
    }
    add(format!("{OAUTH_AUTHORIZATION_SERVER}{base}"), None);
    forms
}

/// The path of the issuer, read from the path of any of its well-known addresses.
fn base_path(path: &str) -> String {
    let Some((before, after)) = path.split_once(WELL_KNOWN) else {
        return path.trim_end_matches('/').to_owned();
    };
    let before = before.trim_end_matches('/');
    let after = after.trim_end_matches('/');
    // RFC 8414, section 3.1, puts the issuer's path behind the well-known one.
    let inserted =
        ["/openid-configuration/", "/oauth-authorization-server/"].iter().find_map(|name| after.strip_prefix(name));
    match inserted {
        Some(rest) if before.is_empty() => format!("/{rest}"),
        _ => before.to_owned(),
    }
}

/// Bases that the typed one points at: the provider's address of another page, or the vendor's fixed path.
fn implied_bases(host: &str, base: &str) -> Vec<String> {
    let mut bases = Vec::new();
    // Keycloak keeps its protocol endpoints, Okta and PingFederate-like servers their versioned ones, below the issuer.
    for marker in
        ["/protocol/openid-connect", "/v1/authorize", "/v1/token", "/v1/keys", "/authorize", "/oauth/token", "/login"]
    {
        if let Some((before, _)) = base.split_once(marker) {
            bases.push(before.to_owned());
        }
    }
    if host == "login.microsoftonline.com" {
        let tenant = base.trim_start_matches('/').split('/').next().unwrap_or_default();
        if !tenant.is_empty() {
            bases.push(format!("/{tenant}/v2.0"));
        }
    }
    if base.is_empty() {
        if host.ends_with(".onelogin.com") {
            bases.push("/oidc/2".to_owned());
        }
        if ["adfs.", "fs.", "sts."].iter().any(|label| host.starts_with(label)) {
            bases.push("/adfs".to_owned());
        }
    }
    bases
}
