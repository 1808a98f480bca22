//! The shell: windows, commands, typed bindings. No decisions: each command is one call of the console.

mod bindings;
mod commands;
mod desk;
mod sign_in_window;

use lintel_console::{default_folder, logging};
use tauri::{RunEvent, WebviewUrl, WebviewWindowBuilder};

/// Runs until the main window is closed.
pub fn run() {
    let folder = default_folder();
    let _logs = logging::start(folder.as_deref());
    let builder = bindings::builder();
    let app = tauri::Builder::default()
        .manage(desk::Desk::starting(folder))
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Lintel")
                .inner_size(1280.0, 800.0)
                .min_inner_size(1080.0, 680.0)
                // Files are dropped onto the page, which would not hear of it otherwise.
                .disable_drag_drop_handler()
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => app.run(|app, event| {
            // A sign-in window left alone must not keep the program alive.
            if let RunEvent::WindowEvent { label, event: tauri::WindowEvent::Destroyed, .. } = &event
                && label == "main"
            {
                app.exit(0);
            }
        }),
        Err(error) => tracing::error!(%error, "the window could not be made"),
    }
}
