use std::sync::Arc;

use lintel_console::{
    Problem,
    view::{
        Activity, ActivityFilter, NewScimToken, ProvisioningTest, ScimPairRow, ScimProvider, ScimReview, ScimSaved,
        ScimSettings, ScimState,
    },
};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{desk::Desk, main_window};

/// A provisioning test has come further.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct ProvisioningTestChanged(ProvisioningTest);

#[tauri::command]
#[specta::specta]
pub(crate) async fn scim(desk: State<'_, Desk>, connection_id: String) -> Result<ScimState, Problem> {
    desk.console().await?.scim(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn turn_on_scim(desk: State<'_, Desk>, connection_id: String) -> Result<ScimState, Problem> {
    desk.console().await?.turn_on_scim(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn turn_off_scim(desk: State<'_, Desk>, connection_id: String) -> Result<ScimState, Problem> {
    desk.console().await?.turn_off_scim(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_scim(
    desk: State<'_, Desk>,
    connection_id: String,
    loaded: ScimSettings,
    edited: ScimSettings,
) -> Result<ScimSaved, Problem> {
    desk.console().await?.save_scim(&connection_id, &loaded, &edited).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn default_scim_mapping(
    desk: State<'_, Desk>,
    connection_id: String,
) -> Result<Vec<ScimPairRow>, Problem> {
    desk.console().await?.default_scim_mapping(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn review_scim(
    desk: State<'_, Desk>,
    mapping: Vec<ScimPairRow>,
    provider: ScimProvider,
) -> Result<ScimReview, Problem> {
    Ok(desk.console().await?.review_scim(&mapping, provider))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_scim_token(
    desk: State<'_, Desk>,
    connection_id: String,
    scopes: Vec<String>,
    days: Option<u32>,
) -> Result<NewScimToken, Problem> {
    desk.console().await?.create_scim_token(&connection_id, &scopes, days).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_scim_token(
    desk: State<'_, Desk>,
    connection_id: String,
    token_id: String,
) -> Result<(), Problem> {
    desk.console().await?.revoke_scim_token(&connection_id, &token_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn activity(
    desk: State<'_, Desk>,
    filter: ActivityFilter,
    older: Option<String>,
) -> Result<Activity, Problem> {
    desk.console().await?.activity(&filter, older.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_provisioning_test(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
    connection_id: String,
) -> Result<ProvisioningTest, Problem> {
    let observer = Arc::new(move |test: &ProvisioningTest| {
        if let Err(error) = ProvisioningTestChanged(test.clone()).emit_to(&app, main_window::LABEL) {
            tracing::warn!(%error, "the main window did not hear of a provisioning test");
        }
    });
    desk.console().await?.start_provisioning_test(&id, &connection_id, observer).await
}
