use lintel_console::trial::WindowEvent;
use tauri::{Url, WebviewWindow};
use tokio::sync::mpsc::UnboundedSender;
use webkit2gtk::{
    ColorChooserRequestExt, FileChooserRequestExt, NetworkError, PermissionRequestExt, PolicyError, SettingsExt,
    WebViewExt,
};

use super::reader;

/// Loads the page once its failures are listened for, and what would reach beyond the window is refused.
pub(in super::super) fn load(
    window: &WebviewWindow,
    url: Url,
    events: UnboundedSender<WindowEvent>,
) -> Result<(), String> {
    // What follows the path may be a code.
    let bare = |url: &str| url.split(['?', '#']).next().unwrap_or_default().to_owned();
    let on_end = events.clone();
    window
        .with_webview(move |webview| {
            let view = webview.inner();
            reader::follow(&view, events.clone());
            view.connect_load_failed(move |_, _, uri, error| {
                // A navigation that was stopped on purpose, or taken over by the next one, is no failure.
                let stopped = error.matches(PolicyError::FrameLoadInterruptedByPolicyChange)
                    || error.matches(NetworkError::Cancelled);
                if !stopped {
                    let _ = events.send(WindowEvent::LoadFailed { url: bare(uri), reason: error.message().to_owned() });
                }
                false
            });
            view.connect_web_process_terminated(move |view, _| {
                let url = bare(&view.uri().unwrap_or_default());
                let _ = on_end.send(WindowEvent::LoadFailed { url, reason: "the web engine broke down".to_owned() });
            });
            // The dialog for printing stops the whole program; the others are a provider's to ask and nobody's to answer here.
            view.connect_print(|_, _| true);
            view.connect_run_file_chooser(|_, request| {
                request.cancel();
                true
            });
            view.connect_run_color_chooser(|_, request| {
                request.cancel();
                true
            });
            view.connect_permission_request(|_, request| {
                request.deny();
                true
            });
            // A page on the whole screen could pass for the rest of it.
            if let Some(settings) = view.settings() {
                settings.set_enable_fullscreen(false);
            }
            view.load_uri(url.as_str());
        })
        .map_err(|error| error.to_string())
}
