use lintel_console::{
    Problem,
    view::{OrganizationChange, OrganizationMembers, OrganizationsSwitched, OrganizationsView},
};
use tauri::{AppHandle, State};

use super::bulk::observer;
use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_organizations(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    connection_id: String,
) -> Result<OrganizationsView, Problem> {
    desk.console().await?.list_organizations(&ticket, &connection_id, &observer(app)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn switch_organizations(
    app: AppHandle,
    desk: State<'_, Desk>,
    ticket: String,
    connection_id: String,
    changes: Vec<OrganizationChange>,
) -> Result<OrganizationsSwitched, Problem> {
    desk.console().await?.switch_organizations(&ticket, &connection_id, &changes, &observer(app)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_organization(
    desk: State<'_, Desk>,
    name: String,
    display_name: String,
) -> Result<(), Problem> {
    desk.console().await?.create_organization(&name, &display_name).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_organization(desk: State<'_, Desk>, id: String) -> Result<(), Problem> {
    desk.console().await?.delete_organization(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn organization_members(desk: State<'_, Desk>, id: String) -> Result<OrganizationMembers, Problem> {
    desk.console().await?.organization_members(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_organization_member(
    desk: State<'_, Desk>,
    id: String,
    user_id: String,
    member: bool,
) -> Result<(), Problem> {
    desk.console().await?.set_organization_member(&id, &user_id, member).await
}
