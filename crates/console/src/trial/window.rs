use tokio::sync::mpsc;
use url::Url;

/// What happened in a sign-in window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WindowEvent {
    /// It was about to open the address that is watched for; it did not.
    Caught(Url),
    /// It was about to post this form to the address that is watched for; it did not.
    Posted(Vec<(String, String)>),
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

#[cfg(test)]
mod tests {
    use super::*;

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
