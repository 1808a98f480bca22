use std::sync::Arc;

use lintel_console::{
    Problem,
    view::{KeptTrial, ReportReader, TrialApplication, TrialPlace, TrialRequest, TrialStop, TrialView},
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{desk::Desk, sign_in_window::Windows};

/// A trial has come further; the whole of it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct TrialChanged(TrialView);

#[tauri::command]
#[specta::specta]
pub(crate) async fn trial_applications(
    desk: State<'_, Desk>,
    connection_id: String,
) -> Result<Vec<TrialApplication>, Problem> {
    desk.console().await?.trial_applications(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn allow_login(desk: State<'_, Desk>, client_id: String) -> Result<(), Problem> {
    desk.console().await?.allow_login(&client_id).await
}

/// Starts a test on the tenant in front. Its ID is the page's own making, and ends it from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_trial(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
    request: TrialRequest,
    place: TrialPlace,
) -> Result<TrialView, Problem> {
    let windows = Arc::new(Windows::new(app.clone()));
    let observer = Arc::new(move |trial: &TrialView| {
        if let Err(error) = TrialChanged(trial.clone()).emit_to(&app, "main") {
            tracing::warn!(%error, "the main window did not hear of a trial");
        }
    });
    desk.console().await?.start_trial(&id, request, place, windows, observer).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_trial(desk: State<'_, Desk>, id: String, why: TrialStop) -> Result<(), Problem> {
    desk.tenants().await?.cancel_trial(&id, why);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_trials(desk: State<'_, Desk>, connection_id: String) -> Result<Vec<KeptTrial>, Problem> {
    Ok(desk.tenants().await?.kept_trials(&connection_id))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn trial_report(desk: State<'_, Desk>, id: String, reader: ReportReader) -> Result<String, Problem> {
    desk.tenants().await?.trial_report(&id, reader)
}
