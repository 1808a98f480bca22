mod pasted;
mod readings;
mod well_known;

use url::Url;

pub(crate) use self::well_known::{is_oauth_metadata, issuer_for};
use self::{
    pasted::{address, clean},
    readings::readings,
    well_known::{OAUTH_AUTHORIZATION_SERVER, OPENID_CONFIGURATION, base_path},
};
pub use self::{readings::CandidatesError, well_known::below_base};
use crate::http::is_loopback;

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
