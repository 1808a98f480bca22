use std::sync::Arc;

use lintel_console::{
    Problem, trial,
    view::{
        Forgotten, JudgeForm, JudgedTrial, KeptFacts, KeptTrial, ReportFormat, ReportReader, TrialApplication,
        TrialComparison, TrialPlace, TrialRequest, TrialStop, TrialTokens, TrialView,
    },
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{desk::Desk, save_dialog, sign_in_window::Windows};

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
    Ok(desk.tenants().await?.kept_trials(&connection_id).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_trial(desk: State<'_, Desk>, id: String) -> Result<TrialView, Problem> {
    desk.tenants().await?.kept_trial(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn trial_report(desk: State<'_, Desk>, id: String, reader: ReportReader) -> Result<String, Problem> {
    desk.tenants().await?.trial_report(&id, reader, ReportFormat::Markdown).await
}

/// Where the system's dialog says; none where it was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_trial_report(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
    reader: ReportReader,
    format: ReportFormat,
) -> Result<Option<String>, Problem> {
    let tenants = desk.tenants().await?;
    let report = tenants.trial_report(&id, reader, format).await?;
    let short_id = tenants.kept_facts(&id).await?.short_id;
    let (kind, extension) = match format {
        ReportFormat::Html => ("HTML", "html"),
        ReportFormat::Markdown => ("Markdown", "md"),
    };
    let name = format!("login-test-{short_id}.{extension}");
    match save_dialog::ask(&app, "Save the report", &name, (kind, extension)).await {
        Some(path) => trial::write_report(&path, report).await.map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_facts(desk: State<'_, Desk>, id: String) -> Result<KeptFacts, Problem> {
    desk.tenants().await?.kept_facts(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn judge_trial(desk: State<'_, Desk>, id: String, by: JudgeForm) -> Result<JudgedTrial, Problem> {
    desk.console().await?.judge_trial(&id, &by).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_trials(desk: State<'_, Desk>, a: String, b: String) -> Result<TrialComparison, Problem> {
    desk.console().await?.compare_trials(&a, &b).await
}

/// Shown because a person asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal_trial_tokens(desk: State<'_, Desk>, id: String) -> Result<TrialTokens, Problem> {
    desk.console().await?.trial_tokens(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn keeps_tokens(desk: State<'_, Desk>) -> Result<bool, Problem> {
    Ok(desk.console().await?.keeps_tokens())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_tokens(desk: State<'_, Desk>, keep: bool) -> Result<(), Problem> {
    desk.console().await?.keep_tokens(keep);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_person(desk: State<'_, Desk>, person: String) -> Result<Forgotten, Problem> {
    desk.console().await?.forget_person(&person).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_steps(desk: State<'_, Desk>, trace_id: String) -> Result<TrialView, Problem> {
    desk.console().await?.sign_in_steps(&trace_id).await
}
