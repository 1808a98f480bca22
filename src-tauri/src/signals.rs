//! The end of the session, or a person at a terminal, ends the program in good order.

use tauri::AppHandle;
use tokio::signal::unix::{SignalKind, signal};

use crate::desk::FAREWELL;

pub(crate) async fn end(app: AppHandle) {
    let [terminated, interrupted, hung_up] =
        [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
    let (Ok(mut terminated), Ok(mut interrupted), Ok(mut hung_up)) = (terminated, interrupted, hung_up) else {
        return tracing::warn!("signals are not heard: they end the program at once");
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
        _ = hung_up.recv() => {}
    }
    app.exit(0);
    // A window system that stands still does not hear of it.
    tokio::time::sleep(FAREWELL * 2).await;
    std::process::exit(1);
}
