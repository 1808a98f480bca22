use lintel_console::{
    Problem,
    view::{BulkAction, BulkOutcome, BulkProgress},
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{desk::Desk, main_window};

/// A change of many connections has come further.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct BulkProgressed(BulkProgress);

#[tauri::command]
#[specta::specta]
pub(crate) async fn change_connections(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    ids: Vec<String>,
    action: BulkAction,
) -> Result<BulkOutcome, Problem> {
    desk.console().await?.change_connections(&ticket, &ids, &action, &observer(app)).await
}

pub(super) fn observer(app: AppHandle) -> impl Fn(BulkProgress) + Send + Sync {
    move |progress| {
        if let Err(error) = BulkProgressed(progress).emit_to(&app, main_window::LABEL) {
            tracing::warn!(%error, "the main window did not hear of a change of many connections");
        }
    }
}
