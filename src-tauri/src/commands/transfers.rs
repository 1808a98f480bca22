use lintel_console::{
    Problem,
    view::{TransferChoices, TransferFrom, TransferOutcome, TransferPlan, TransferProgress, TransferRun},
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{desk::Desk, main_window, open_dialog};

/// A plan or a run has come further.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct TransferProgressed(TransferProgress);

/// Asks for a file to import, or for a folder of files; answers its path, and nothing when the person thinks better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_import(app: AppHandle, folder: bool) -> Result<Option<String>, Problem> {
    let Some(path) = open_dialog::ask(&app, "Import connections", folder).await else { return Ok(None) };
    let path = path.into_os_string().into_string().map_err(|path| {
        Problem::new("file-unreadable", format!("{} has signs in its name that are no text.", path.display()))
            .remedy("Give it another name.")
    })?;
    Ok(Some(path))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_transfer(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    from: TransferFrom,
    choices: TransferChoices,
) -> Result<TransferPlan, Problem> {
    let tenants = desk.tenants().await?;
    // The tenant that is in front now, whichever is by the time the source is open.
    let target = tenants.console()?;
    let source = tenants.transfer_from(from).await?;
    target.plan_transfer(&ticket, &source, &choices, &observer(app)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn run_transfer(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    plan: String,
) -> Result<TransferOutcome, Problem> {
    let console = desk.console().await?;
    console.run_transfer(&ticket, &plan, &observer(app)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_transfer(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    run: String,
) -> Result<TransferRun, Problem> {
    let console = desk.console().await?;
    console.resume_transfer(&ticket, &run, &observer(app)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn leave_transfer(desk: State<'_, Desk>, run: String) -> Result<TransferRun, Problem> {
    desk.console().await?.leave_transfer(&run).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn take_back_transfer(desk: State<'_, Desk>, run: String) -> Result<TransferRun, Problem> {
    let console = desk.console().await?;
    console.take_back_transfer(&run).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn transfer_runs(desk: State<'_, Desk>) -> Result<Vec<TransferRun>, Problem> {
    desk.console().await?.transfer_runs().await
}

fn observer(app: AppHandle) -> impl Fn(TransferProgress) + Send + Sync {
    move |progress| {
        if let Err(error) = TransferProgressed(progress).emit_to(&app, main_window::LABEL) {
            tracing::warn!(%error, "the main window did not hear of a transfer");
        }
    }
}
