//! The title of the sign-in window: where it stands, in our words. A page has no say in it.

use lintel_console::trial::host;
use tauri::Url;

/// Before the first page, and on one that has no host.
pub(super) const NOWHERE: &str = "Sign in — Lintel test";

/// Of the page that the window shows.
pub(super) fn title(url: &Url) -> String {
    let inner = (url.scheme() == "blob").then(|| Url::parse(url.path()).ok()).flatten();
    let url = inner.as_ref().unwrap_or(url);
    match url.scheme() {
        "https" => format!("🔒 {} — Lintel test", host(url)),
        "http" => format!("Not encrypted: {} — Lintel test", host(url)),
        _ => NOWHERE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_the_host_as_it_is_resolved_and_whether_the_way_there_is_encrypted() {
        for (url, expected) in [
            ("https://login.example.com/a?b=login.microsoftonline.com", "🔒 login.example.com — Lintel test"),
            ("https://login.microsoftonline.com@evil.example/", "🔒 evil.example — Lintel test"),
            ("https://аpple.com/", "🔒 xn--pple-43d.com — Lintel test"),
            ("http://localhost:4400/", "Not encrypted: localhost:4400 — Lintel test"),
            ("blob:https://op.example/1-2", "🔒 op.example — Lintel test"),
            ("about:blank", NOWHERE),
        ] {
            assert_eq!(title(&url.parse().expect("a URL")), expected);
        }
    }
}
