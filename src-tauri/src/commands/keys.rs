use lintel_console::{Problem, view::ConnectionKeys};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn connection_keys(desk: State<'_, Desk>, connection_id: String) -> Result<ConnectionKeys, Problem> {
    desk.console().await?.connection_keys(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_connection_keys(
    desk: State<'_, Desk>,
    connection_id: String,
    signing_alg: String,
) -> Result<ConnectionKeys, Problem> {
    desk.console().await?.create_connection_keys(&connection_id, &signing_alg).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rotate_connection_keys(
    desk: State<'_, Desk>,
    connection_id: String,
    signing_alg: String,
) -> Result<ConnectionKeys, Problem> {
    desk.console().await?.rotate_connection_keys(&connection_id, &signing_alg).await
}
