use std::collections::HashMap;

use lintel_console::{
    Problem,
    view::{ApplicationForm, ApplicationRow, ApplicationView, CallbackRemark, Switched, TenantApplication},
};
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
pub(crate) async fn switch_applications(
    desk: State<'_, Desk>,
    connection_id: String,
    client_ids: Vec<String>,
    enabled: bool,
) -> Result<Switched, Problem> {
    desk.console().await?.switch_applications(&connection_id, &client_ids, enabled).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn tenant_applications(desk: State<'_, Desk>) -> Result<Vec<TenantApplication>, Problem> {
    desk.console().await?.tenant_applications().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connections_per_application(desk: State<'_, Desk>) -> Result<HashMap<String, u32>, Problem> {
    desk.console().await?.connections_per_application().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn application(desk: State<'_, Desk>, client_id: String) -> Result<ApplicationView, Problem> {
    desk.console().await?.application(&client_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_callbacks(
    desk: State<'_, Desk>,
    callbacks: Vec<String>,
) -> Result<Vec<CallbackRemark>, Problem> {
    Ok(desk.console().await?.read_callbacks(&callbacks))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_application(
    desk: State<'_, Desk>,
    form: ApplicationForm,
    app_type: String,
) -> Result<ApplicationView, Problem> {
    desk.console().await?.create_application(&form, &app_type).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_application(
    desk: State<'_, Desk>,
    client_id: String,
    form: ApplicationForm,
) -> Result<ApplicationView, Problem> {
    desk.console().await?.save_application(&client_id, &form).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_application(
    desk: State<'_, Desk>,
    client_id: String,
    typed_name: String,
) -> Result<(), Problem> {
    desk.console().await?.delete_application(&client_id, &typed_name).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal_application_secret(desk: State<'_, Desk>, client_id: String) -> Result<String, Problem> {
    desk.console().await?.reveal_application_secret(&client_id).await
}
