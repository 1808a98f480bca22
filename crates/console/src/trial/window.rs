use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use tokio::sync::mpsc;
use url::Url;

/// A page in a sign-in window, as far as the engine tells of it. What is typed into its fields is never read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub url: Url,
    pub status: Option<u16>,
    pub title: Option<String>,
    /// What can be read on it.
    pub text: Option<String>,
}

/// What happened in a sign-in window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WindowEvent {
    /// It was about to open the address that is watched for; it did not.
    Caught(Url),
    /// It was about to post this form to the address that is watched for; it did not.
    Posted(Vec<(String, String)>),
    /// It shows this page: told when it has loaded and when it has changed, at most once a second.
    Shows(Page),
    /// The provider signs nobody in in a window of a program that is no browser.
    Refused,
    /// It could not load a page.
    LoadFailed { url: String, reason: String },
    /// The person closed it.
    Closed,
}

/// Where a person signs in during a trial: a window of its own with a clean cookie jar and no way to call a command.
pub trait SignInWindow: Send + Sync {
    /// Opens `url` in a new window named `label`. A navigation to `watched` (scheme, host, port and path alike) is stopped
    /// before it loads and reported.
    fn open(
        &self,
        label: &str,
        url: &Url,
        watched: Option<&Url>,
        events: mpsc::UnboundedSender<WindowEvent>,
    ) -> Result<(), String>;

    /// Opens `url` in the system's browser, where nothing is watched.
    fn open_in_browser(&self, url: &Url) -> Result<(), String>;

    /// Closes the window; nothing happens when it is gone.
    fn close(&self, label: &str);
}

/// Whether two URLs are the same place: compared parsed, their queries and fragments left out.
pub fn same_place(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme()
        && a.host() == b.host()
        && a.port_or_known_default() == b.port_or_known_default()
        && a.path() == b.path()
}

/// Whether a page says that its provider signs nobody in in a window like ours. Google names it in the address, in the clear or in
/// a base64 of its own.
pub fn refuses_windows(url: &Url) -> bool {
    const REFUSAL: &str = "disallowed_useragent";
    let says = |text: &[u8]| text.windows(REFUSAL.len()).any(|part| part == REFUSAL.as_bytes());
    says(url.as_str().as_bytes())
        || url.query_pairs().any(|(_, value)| {
            let unpadded = value.trim_end_matches('=');
            [STANDARD_NO_PAD.decode(unpadded), URL_SAFE_NO_PAD.decode(unpadded)]
                .into_iter()
                .flatten()
                .any(|text| says(&text))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_refuses_windows_is_known_by_its_address() {
        let refuses = |url: &str| refuses_windows(&url.parse().expect("a URL"));
        assert!(refuses("https://op.example/error?error=disallowed_useragent"));
        let coded = URL_SAFE_NO_PAD.encode(b"\n\x14disallowed_useragent\x12\x00");
        assert!(refuses(&format!("https://op.example/signin/oauth/error?authError={coded}%3D&client_id=abc")));
        assert!(!refuses("https://op.example/signin?client_id=ZGlzYWxsb3dlZF91c2VyX2FnZW50&state=disallowed"));
    }

    #[test]
    fn a_prefix_is_not_the_same_place() {
        let callback: Url = "http://localhost:4400/sample/callback".parse().expect("a URL");
        let same = |other: &str| same_place(&callback, &other.parse().expect("a URL"));
        assert!(same("http://localhost:4400/sample/callback?code=1#x"));
        assert!(!same("http://localhost:4400/sample/callback/x"));
        assert!(!same("http://localhost:44001/sample/callback"));
        assert!(!same("http://localhost.example:4400/sample/callback"));
        assert!(!same("https://localhost:4400/sample/callback"));
    }
}
