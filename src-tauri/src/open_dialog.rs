//! The system's dialog that asks for a file or a folder to read.

use std::path::PathBuf;

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager};

use crate::main_window;

/// What was chosen, or nothing when the dialog was closed.
pub(crate) async fn ask(app: &AppHandle, title: &str, folder: bool) -> Option<PathBuf> {
    let mut dialog = AsyncFileDialog::new().set_title(title);
    if let Ok(place) = app.path().document_dir().or_else(|_| app.path().home_dir()) {
        dialog = dialog.set_directory(place);
    }
    if let Some(window) = app.get_webview_window(main_window::LABEL) {
        dialog = dialog.set_parent(&window);
    }
    let chosen = match folder {
        true => dialog.pick_folder().await,
        false => {
            let dialog =
                dialog.add_filter("Connections", &lintel_console::FILE_ENDINGS).add_filter("All files", &["*"]);
            dialog.pick_file().await
        }
    };
    chosen.map(|chosen| chosen.path().to_owned())
}
