use lintel_console::trial::WindowEvent;
use tauri::{Url, WebviewWindow};
use tokio::sync::mpsc::UnboundedSender;

/// Loads the page. This engine tells nothing of failures, and of pages nothing but their addresses, which are heard elsewhere.
pub(in super::super) fn load(
    window: &WebviewWindow,
    url: Url,
    _events: UnboundedSender<WindowEvent>,
) -> Result<(), String> {
    window.navigate(url).map_err(|error| error.to_string())
}
