//! The system's dialog that asks where to write a file.

use std::path::PathBuf;

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager};

use crate::main_window;

/// Where to, or nothing when the dialog was closed.
pub(crate) async fn ask(app: &AppHandle, title: &str, file_name: &str) -> Option<PathBuf> {
    let mut dialog = AsyncFileDialog::new().set_title(title).set_file_name(file_name).add_filter("JSON", &["json"]);
    if let Ok(folder) = app.path().document_dir().or_else(|_| app.path().home_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(window) = app.get_webview_window(main_window::LABEL) {
        dialog = dialog.set_parent(&window);
    }
    dialog.save_file().await.map(|file| file.path().to_owned())
}
