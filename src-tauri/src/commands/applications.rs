use lintel_console::{Problem, view::ApplicationRow};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_applications(
    desk: State<'_, Desk>,
    connection_id: String,
) -> Result<Vec<ApplicationRow>, Problem> {
    desk.console().await?.list_applications(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn enable_application(
    desk: State<'_, Desk>,
    connection_id: String,
    client_id: String,
    enabled: bool,
) -> Result<(), Problem> {
    desk.console().await?.enable_application(&connection_id, &client_id, enabled).await
}
