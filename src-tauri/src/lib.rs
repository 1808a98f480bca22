//! The shell: windows, commands, typed bindings. No decisions: each command is one call of the console.

mod bindings;
mod browser;
mod commands;
mod desk;
mod main_window;
mod open_dialog;
mod save_dialog;
mod sign_in_window;
#[cfg(unix)]
mod signals;

use lintel_console::{default_folder, logging};
use tauri::{Manager, RunEvent, WindowEvent};

/// Runs until the main window is closed.
pub fn run() {
    #[cfg(target_os = "linux")]
    if gtk::init().is_err() {
        fail("there is no display to open it on (DISPLAY or WAYLAND_DISPLAY)");
    }
    let folder = default_folder();
    let builder = bindings::builder();
    let mut context = tauri::generate_context!();
    let security = &mut context.config_mut().app.security;
    security.csp = security.csp.take().map(main_window::policy);
    let app = tauri::Builder::default()
        .plugin(main_window::one_for_each_folder(folder.as_deref()))
        .plugin(main_window::remembers_its_place())
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            app.manage(logging::start(folder.as_deref(), logging::Level::INFO));
            app.manage(desk::Desk::starting(folder));
            #[cfg(unix)]
            tauri::async_runtime::spawn(signals::end(app.handle().clone()));
            if let Err(error) = main_window::open(app) {
                fail(error);
            }
            Ok(())
        })
        .build(context);
    match app {
        Ok(app) => app.run(|app, event| match event {
            // A sign-in window left alone must not keep the program alive.
            RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } if label == main_window::LABEL => {
                app.exit(0);
            }
            RunEvent::Exit => tauri::async_runtime::block_on(app.state::<desk::Desk>().stop()),
            _ => {}
        }),
        Err(error) => fail(error),
    }
}

/// Without its window the program is nothing, and may have no log yet.
#[expect(clippy::print_stderr, reason = "there is no other place to say it")]
fn fail(why: impl std::fmt::Display) -> ! {
    tracing::error!("the window could not be made: {why}");
    eprintln!("Lintel could not open its window: {why}.");
    std::process::exit(1)
}
