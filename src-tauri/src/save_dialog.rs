//! The system's dialog that asks where to write.

use std::path::PathBuf;

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager};

use crate::main_window;

/// To which file, or nothing when the dialog was closed. The system asks before one that is there is replaced.
pub(crate) async fn ask(
    app: &AppHandle,
    title: &str,
    file_name: &str,
    (kind, extension): (&str, &str),
) -> Option<PathBuf> {
    let dialog = dialog(app, title).set_file_name(file_name).add_filter(kind, &[extension]);
    dialog.save_file().await.map(|file| file.path().to_owned())
}

/// Into which folder, or nothing when the dialog was closed.
pub(crate) async fn ask_folder(app: &AppHandle, title: &str) -> Option<PathBuf> {
    dialog(app, title).pick_folder().await.map(|folder| folder.path().to_owned())
}

fn dialog(app: &AppHandle, title: &str) -> AsyncFileDialog {
    let mut dialog = AsyncFileDialog::new().set_title(title);
    if let Ok(folder) = app.path().document_dir().or_else(|_| app.path().home_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(window) = app.get_webview_window(main_window::LABEL) {
        dialog = dialog.set_parent(&window);
    }
    dialog
}
