use std::str::FromStr;

use openidconnect::RedirectUrl;
use url::Url;

/// A redirect URI as it is registered. It is compared as a string (RFC 9700, section 2.1), and so goes out as it was written.
#[derive(Debug, Clone)]
pub struct RedirectUri(pub(super) RedirectUrl);

impl RedirectUri {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub fn url(&self) -> &Url {
        self.0.url()
    }
}

impl From<Url> for RedirectUri {
    fn from(url: Url) -> Self {
        RedirectUri(RedirectUrl::from_url(url))
    }
}

impl FromStr for RedirectUri {
    type Err = url::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        RedirectUrl::new(text.to_owned()).map(RedirectUri)
    }
}
