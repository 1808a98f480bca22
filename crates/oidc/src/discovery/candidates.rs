use url::Url;

use crate::loopback::is_loopback;

const WELL_KNOWN: &str = "/.well-known";
const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
const OAUTH_AUTHORIZATION_SERVER: &str = "/.well-known/oauth-authorization-server";

/// Where the discovery document may be, most likely first, for whatever a person pastes: base URL, issuer, full discovery URL,
/// one of the provider's other addresses; with or without scheme, quotes or slash, within a line of text or behind a label.
pub fn candidates(input: &str) -> Result<Vec<Url>, CandidatesError> {
    let text = address(clean(input));
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
    #[error("“{input}” holds no URL: {why}.")]
    NotAUrl { input: String, why: &'static str },
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

/// The address in what was pasted: the first URL in it, or what stands behind a label, or all of it.
fn address(text: &str) -> &str {
    if let Some(at) = url_start(text) {
        return unclosed(text[at..].split(ends_url).next().unwrap_or_default());
    }
    // Without a scheme, an address is the first word with a dot or a colon inside it.
    let words = || text.split(ends_url).map(unlabelled).map(unclosed);
    let inside =
        |word: &str| word.char_indices().any(|(at, c)| matches!(c, '.' | ':') && at > 0 && at + 1 < word.len());
    if words().count() > 1 { words().find(|word| inside(word)).unwrap_or(text) } else { unclosed(unlabelled(text)) }
}

/// Where the first http or https URL begins. One within the path or query of another address is a part of that.
fn url_start(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let mut starts = lower.match_indices("http").map(|(at, _)| at).filter(|at| {
        let rest = lower[*at..].trim_start_matches("http");
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        rest.starts_with(":/") || rest.starts_with("//")
    });
    let stands_alone = |at: &usize| {
        let before = lower[..*at].rsplit(ends_url).next().unwrap_or_default();
        !before.contains(['/', '?', '&']) && !before.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    starts.find(stands_alone)
}

fn ends_url(character: char) -> bool {
    character.is_whitespace() || "\"'`<>“”‘’«»|\u{200b}".contains(character)
}

/// Without what closes a sentence or a list around it.
fn unclosed(text: &str) -> &str {
    text.trim_end_matches([',', ';', '.', '!', ')', '}'])
}

/// `op.example` of `issuer=op.example`.
fn unlabelled(text: &str) -> &str {
    match text.split_once('=') {
        Some((label, rest)) if label.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') => rest,
        _ => text,
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

/// The URLs that the text may stand for.
fn readings(text: &str) -> Result<Vec<Url>, CandidatesError> {
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
