use lintel_console::{
    Problem,
    view::{ConnectionForm, Preflight, PreflightProgress, ProviderCheck},
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{desk::Desk, main_window};

/// A preflight has come further.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct PreflightProgressed(PreflightProgress);

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_provider(
    desk: State<'_, Desk>,
    ticket: String,
    input: String,
) -> Result<ProviderCheck, Problem> {
    desk.console().await?.check_provider(&ticket, &input).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel(desk: State<'_, Desk>, ticket: String) -> Result<(), Problem> {
    desk.console().await?.cancel(&ticket);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_preflight(
    desk: State<'_, Desk>,
    ticket: String,
    connection_id: Option<String>,
    form: ConnectionForm,
) -> Result<Preflight, Problem> {
    desk.console().await?.plan_preflight(&ticket, connection_id.as_deref(), &form).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn run_preflight(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    without: Vec<String>,
) -> Result<Preflight, Problem> {
    let observer = move |progress: PreflightProgress| {
        if let Err(error) = PreflightProgressed(progress).emit_to(&app, main_window::LABEL) {
            tracing::warn!(%error, "the main window did not hear of a preflight");
        }
    };
    desk.console().await?.run_preflight(&ticket, &without, &observer).await
}
