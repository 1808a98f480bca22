use std::sync::Arc;

use lintel_console::{
    Console, Problem, Source,
    view::{TransferChoices, TransferOutcome, TransferPlan, TransferProgress, TransferRun},
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State, async_runtime};
use tauri_specta::Event;

use crate::{desk::Desk, main_window};

/// Where connections are brought from to the tenant in front.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum TransferFrom {
    /// Another tenant of this program.
    Tenant { id: String },
}

/// A plan or a run has come further.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct TransferProgressed(TransferProgress);

#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_transfer(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    from: TransferFrom,
    choices: TransferChoices,
) -> Result<TransferPlan, Problem> {
    let (target, source) = both(&desk, from).await?;
    apart(async move || target.plan_transfer(&ticket, &source, &choices, &observer(app)).await).await
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
    apart(async move || console.run_transfer(&ticket, &plan, &observer(app)).await).await
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
    apart(async move || console.resume_transfer(&ticket, &run, &observer(app)).await).await
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
    apart(async move || console.take_back_transfer(&run).await).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn transfer_runs(desk: State<'_, Desk>) -> Result<Vec<TransferRun>, Problem> {
    desk.console().await?.transfer_runs().await
}

/// The tenant that is in front at the start, whichever is by the time the source is open.
async fn both(desk: &Desk, from: TransferFrom) -> Result<(Arc<Console>, Source), Problem> {
    let tenants = desk.tenants().await?;
    let target = tenants.console()?;
    let TransferFrom::Tenant { id } = from;
    Ok((target, tenants.transfer_source(&id).await?))
}

/// Comes to its end though nobody waits for it any more. It stays on one thread, as what borrows from a plan has to.
async fn apart<T: Send + 'static>(
    work: impl AsyncFnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    async_runtime::spawn_blocking(move || async_runtime::block_on(work())).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a transfer broke down");
        Err(Problem::new("transfer-broke", "The transfer broke off, by a fault of Lintel’s own.")
            .remedy("What was written is in the list of runs: go on there, or take it back."))
    })
}

fn observer(app: AppHandle) -> impl Fn(TransferProgress) + Send + Sync {
    move |progress| {
        if let Err(error) = TransferProgressed(progress).emit_to(&app, main_window::LABEL) {
            tracing::warn!(%error, "the main window did not hear of a transfer");
        }
    }
}
