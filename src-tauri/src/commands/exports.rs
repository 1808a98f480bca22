use lintel_console::{
    Problem,
    view::{ExportChoices, ExportEnd, ExportOffer, ExportReading},
};
use tauri::{AppHandle, State};

use super::bulk;
use crate::{desk::Desk, save_dialog};

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_export(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    ids: Vec<String>,
) -> Result<ExportReading, Problem> {
    desk.console().await?.read_export(&ticket, ids, &bulk::observer(app)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn export_offers(
    desk: State<'_, Desk>,
    reading: String,
    pin_metadata: bool,
) -> Result<Vec<ExportOffer>, Problem> {
    desk.console().await?.export_offers(&reading, pin_metadata).await
}

/// Asks where to, unless files are to be replaced where it was asked for last; answers nothing when the person thinks better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_export(
    app: AppHandle,
    desk: State<'_, Desk>,
    reading: String,
    choices: ExportChoices,
    replacing: Vec<String>,
) -> Result<Option<ExportEnd>, Problem> {
    let console = desk.console().await?;
    let mut to = None;
    if replacing.is_empty() {
        to = match choices.format.is_folder() {
            true => save_dialog::ask_folder(&app, "Export connections into a folder").await,
            false => save_dialog::ask(&app, "Export connections", "connections.json", ("JSON", "json")).await,
        };
        if to.is_none() {
            return Ok(None);
        }
    }
    console.write_export(&reading, choices, to, &replacing).await.map(Some)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn close_export(desk: State<'_, Desk>, reading: String) -> Result<(), Problem> {
    desk.console().await?.close_export(&reading);
    Ok(())
}
