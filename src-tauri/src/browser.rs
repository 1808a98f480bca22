//! The system's browser.

use tauri::Url;

/// Shows a page of the web in it. Nobody hears what becomes of it there.
pub(crate) fn open(url: &Url) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{} is no address of the web", url.scheme()));
    }
    // What the library says of a failure has the whole address in it, and with it the state.
    open::that_detached(url.as_str()).map_err(|_| "the system has no browser that it would open".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_pages_of_the_web_goes_to_the_system() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "tauri://localhost", "mailto:ada@example.com"] {
            assert!(open(&url.parse().expect("a URL")).is_err(), "{url}");
        }
    }
}
