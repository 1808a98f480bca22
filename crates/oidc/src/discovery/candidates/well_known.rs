//! Where documents are, seen from the issuer and back.

use url::Url;

const WELL_KNOWN: &str = "/.well-known";
pub(super) const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
pub(super) const OAUTH_AUTHORIZATION_SERVER: &str = "/.well-known/oauth-authorization-server";

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

/// The path of the issuer, read from the path of any of its well-known addresses.
pub(super) fn base_path(path: &str) -> String {
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
