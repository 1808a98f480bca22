//! What a page was about to post (`response_mode=form_post`). A webview hands out the address of a navigation, not its body: the
//! fields are read from the page itself, which stays where it is when the navigation is stopped.

use tauri::{Url, WebviewWindow};

/// Keeps what each frame submits, since a page can take its form away after submitting it. It changes nothing in the page.
pub(crate) const WATCH: &str = include_str!("posted_form/watch.js");
const READ: &str = include_str!("posted_form/read.js");

/// Hands over the fields of the form that goes to `action`, or none where the page has no such form. Whatever the page says here
/// is as untrusted as any answer of a browser.
pub(crate) fn read(
    window: &WebviewWindow,
    action: &Url,
    found: impl Fn(Option<Vec<(String, String)>>) + Send + 'static,
) -> Result<(), tauri::Error> {
    let action = serde_json::Value::from(action.as_str());
    window.eval_with_callback(format!("({READ})({action})"), move |fields| {
        found(serde_json::from_str(&fields).ok());
    })
}
