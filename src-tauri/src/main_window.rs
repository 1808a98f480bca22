//! The one window that may call commands: its place on the screen, and one of it for each data folder.

use std::{collections::HashMap, path::Path};

use lintel_console::preview_style_sources;
use tauri::{
    App, AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindowBuilder,
    plugin::TauriPlugin,
    utils::config::{Csp, CspDirectiveSources},
};
use tauri_plugin_window_state::StateFlags;

pub(crate) const LABEL: &str = "main";

pub(crate) fn open(app: &App) -> Result<(), tauri::Error> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Lintel")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1080.0, 680.0)
        // Files are dropped onto the page, which would not hear of it otherwise.
        .disable_drag_drop_handler()
        // A link that is dropped on it would take its place, without an address by which to tell.
        .on_navigation(is_ours)
        .build()?;
    #[cfg(target_os = "linux")]
    trim_menu(&window)?;
    Ok(())
}

/// The policy of the window's page, with the styles of the login page's preview: a frame without an address inherits it.
pub(crate) fn policy(csp: Csp) -> Csp {
    let mut directives: HashMap<String, CspDirectiveSources> = csp.into();
    directives.entry("style-src".to_owned()).or_default().extend(preview_style_sources().into());
    directives.into()
}

/// Opens the window where it was, and as large.
pub(crate) fn remembers_its_place<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new()
        .with_filter(|label| label == LABEL)
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// A second start on the same folder brings this window forward and ends.
pub(crate) fn one_for_each_folder<R: Runtime>(folder: Option<&Path>) -> TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .callback(|app, _arguments, _directory| forward(app))
        // Elsewhere than on Linux the system's own name for the program serves, and a second folder needs another user.
        .dbus_id(format!("dev.lintel.Lintel.folder_{:016x}", fingerprint(folder)))
        .build()
}

/// The program's own pages, and the preview of a login page in a frame of theirs.
fn is_ours(url: &Url) -> bool {
    let page = match cfg!(windows) {
        true => matches!(url.scheme(), "http" | "https") && url.host_str() == Some("tauri.localhost"),
        false => url.scheme() == "tauri" && url.host_str() == Some("localhost"),
    };
    page || url.as_str() == "about:srcdoc"
}

/// Of the engine's own menu only what edits a text is left: the rest goes back, reloads and inspects.
#[cfg(target_os = "linux")]
fn trim_menu(window: &tauri::WebviewWindow) -> Result<(), tauri::Error> {
    use webkit2gtk::{ContextMenuAction as Action, ContextMenuExt, ContextMenuItemExt, WebViewExt};
    window.with_webview(|webview| {
        webview.inner().connect_context_menu(|_, menu, _, _| {
            let edits = [Action::Cut, Action::Copy, Action::Paste, Action::Delete, Action::SelectAll];
            for item in menu.items().iter().filter(|item| !edits.contains(&item.stock_action())) {
                menu.remove(item);
            }
            menu.n_items() == 0
        });
    })
}

fn forward<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought forward");
    }
}

/// Tells folders apart.
fn fingerprint(folder: Option<&Path>) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    folder.map(|folder| std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_styles_are_those_of_the_preview_alone() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).expect("JSON");
        let csp = config["app"]["security"]["csp"].as_str().expect("a policy").to_owned();
        let directives: HashMap<String, CspDirectiveSources> = policy(Csp::Policy(csp)).into();
        let styles: Vec<String> = directives["style-src"].clone().into();
        let [light, dark] = preview_style_sources();
        assert_eq!(styles, ["'self'".to_owned(), light, dark]);
    }

    #[cfg(not(windows))]
    #[test]
    fn the_main_window_goes_nowhere_but_to_its_own_pages() {
        let ours = |url: &str| is_ours(&url.parse().expect("a URL"));
        assert!(ours("tauri://localhost") && ours("tauri://localhost/#/connections") && ours("about:srcdoc"));
        for url in [
            "https://evil.example/tauri://localhost",
            "http://tauri.localhost/",
            "tauri://localhost.evil.example/",
            "about:blank",
            "data:text/html,x",
            "file:///etc/passwd",
        ] {
            assert!(!ours(url), "{url}");
        }
    }
}
