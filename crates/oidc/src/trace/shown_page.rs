use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::{Position, Url};

use crate::bidi::visible;

/// So many characters of a text are kept: what stops somebody stands at the beginning.
const TEXT: usize = 4000;
/// The same of a title.
const TITLE: usize = 200;

/// A page in the sign-in window, as the web engine told it. What somebody typed into it is not among that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ShownPage {
    pub read_at: DateTime<Utc>,
    /// Without what follows the path, which may be a code.
    pub address: String,
    /// In ASCII, with the port where it is not the scheme's own.
    pub host: String,
    /// It came by TLS.
    pub secure: bool,
    /// Of the answer that brought it; absent where the engine does not tell.
    pub status: Option<u16>,
    /// Absent where the engine does not tell, or it has none.
    pub title: Option<String>,
    /// What can be read on it; absent where the engine does not tell.
    pub text: Option<String>,
    /// What of the text says why the sign-in stopped there, as it is written.
    pub marks: Vec<String>,
}

impl ShownPage {
    pub fn new(
        url: &Url,
        status: Option<u16>,
        title: Option<&str>,
        text: Option<&str>,
        read_at: DateTime<Utc>,
    ) -> Self {
        ShownPage {
            read_at,
            address: visible(url[..Position::AfterPath].to_owned()),
            host: host(url),
            secure: url.scheme() == "https",
            status,
            title: title.map(|title| beginning(title.trim(), TITLE)).filter(|title| !title.is_empty()),
            text: text.map(|text| beginning(text.trim(), TEXT)),
            marks: Vec::new(),
        }
    }

    /// `login.example.com`, with its title where there is one.
    pub fn named(&self) -> String {
        match &self.title {
            Some(title) => format!("“{title}” at {}", self.host),
            None => format!("a page of {}", self.host),
        }
    }
}

/// The host that a person has to know a page by: names of other scripts as they are resolved (RFC 5891, section 4.4).
pub fn host(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => url.scheme().to_owned(),
    }
}

fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => visible(format!("{}…", &text[..end])),
        None => visible(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, title: &str, text: &str) -> ShownPage {
        let url = url.parse().expect("a URL");
        ShownPage::new(&url, Some(200), Some(title), Some(text), DateTime::default())
    }

    #[test]
    fn nothing_that_follows_the_path_is_kept() {
        let page = page("https://ada:pw@op.example:8443/a/b?code=1#id_token=2", "", "");
        assert_eq!((page.host.as_str(), page.title), ("op.example:8443", None));
        assert!(!page.address.contains("code") && !page.address.contains("token"), "{}", page.address);
    }

    #[test]
    fn a_host_is_told_as_it_is_resolved() {
        assert_eq!(page("https://аpple.com/", "Apple", "").host, "xn--pple-43d.com");
    }

    #[test]
    fn a_page_is_kept_from_its_beginning_and_turns_nothing_around_it() {
        let page = page("https://op.example/", &"t".repeat(500), &format!("no \u{202e}{}", "x".repeat(9000)));
        assert_eq!(page.title.map(|title| title.chars().count()), Some(TITLE + 1));
        let text = page.text.expect("a text");
        assert!(text.chars().count() <= TEXT + 10 && text.ends_with('…') && !text.contains('\u{202e}'), "{text}");
    }
}
