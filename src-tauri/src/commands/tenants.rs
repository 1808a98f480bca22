use lintel_console::{
    Problem, StartChoice,
    view::{
        AccessCheck, AtStake, CallbackUrls, DeskView, OtherTenant, PortOffer, TenantAccess, TenantOptions, WantedScope,
    },
};
use tauri::{AppHandle, State};

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn desk(desk: State<'_, Desk>) -> Result<DeskView, Problem> {
    Ok(desk.tenants().await?.desk())
}

/// Starts after a start that failed; the desk then says how that went.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start(desk: State<'_, Desk>, choice: StartChoice) -> Result<DeskView, Problem> {
    desk.start(choice);
    Ok(desk.tenants().await?.desk())
}

/// Begins the program anew: the system's keychain is looked for once in a process.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restart(app: AppHandle) -> Result<(), Problem> {
    app.restart()
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_tenant(desk: State<'_, Desk>, id: String) -> Result<DeskView, Problem> {
    desk.tenants().await?.choose(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn offer_port(desk: State<'_, Desk>, id: String) -> Result<PortOffer, Problem> {
    desk.tenants().await?.offer_port(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_tenant_at_port(desk: State<'_, Desk>, id: String, port: u16) -> Result<DeskView, Problem> {
    desk.tenants().await?.choose_at_port(&id, port).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn at_stake(desk: State<'_, Desk>) -> Result<AtStake, Problem> {
    desk.tenants().await?.at_stake().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn create_local_tenant(desk: State<'_, Desk>, name: String) -> Result<DeskView, Problem> {
    desk.tenants().await?.create_local(&name).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn wanted_scopes(desk: State<'_, Desk>) -> Result<Vec<WantedScope>, Problem> {
    Ok(desk.tenants().await?.wanted_scopes())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_access(
    desk: State<'_, Desk>,
    ticket: String,
    access: TenantAccess,
) -> Result<AccessCheck, Problem> {
    desk.tenants().await?.check_access(&ticket, &access).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_auth0_tenant(
    desk: State<'_, Desk>,
    name: String,
    access: TenantAccess,
) -> Result<DeskView, Problem> {
    desk.tenants().await?.connect_auth0(&name, &access).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn renew_credentials(
    desk: State<'_, Desk>,
    id: String,
    access: TenantAccess,
) -> Result<DeskView, Problem> {
    desk.tenants().await?.renew_credentials(&id, &access).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn change_tenant_options(
    desk: State<'_, Desk>,
    id: String,
    options: TenantOptions,
) -> Result<DeskView, Problem> {
    desk.tenants().await?.change_options(&id, &options).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_tenant(desk: State<'_, Desk>, id: String, name: String) -> Result<DeskView, Problem> {
    desk.tenants().await?.rename(&id, &name).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_tenant(desk: State<'_, Desk>, id: String, typed_name: String) -> Result<DeskView, Problem> {
    desk.tenants().await?.remove(&id, &typed_name).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn callback_urls(desk: State<'_, Desk>) -> Result<CallbackUrls, Problem> {
    desk.console().await?.callback_urls().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn other_tenant(typed: String) -> Result<OtherTenant, Problem> {
    lintel_console::other_tenant(&typed)
}
