use lintel_console::{Problem, view::ProviderCheck};
use tauri::State;

use crate::desk::Desk;

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
