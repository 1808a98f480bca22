use lintel_console::{
    Problem,
    view::{ConnectionForm, DomainsMoved, DomainsRead, EmailRoutes, LogoCheck, PreviewTheme},
};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_domains(
    desk: State<'_, Desk>,
    connection_id: String,
    held: Vec<String>,
    typed: String,
) -> Result<DomainsRead, Problem> {
    desk.console().await?.read_domains(&connection_id, &held, &typed).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn move_domains(
    desk: State<'_, Desk>,
    connection_id: String,
    domains: Vec<String>,
) -> Result<DomainsMoved, Problem> {
    desk.console().await?.move_domains(&connection_id, &domains).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn route_email(
    desk: State<'_, Desk>,
    connection_id: String,
    form: ConnectionForm,
    email: String,
) -> Result<EmailRoutes, Problem> {
    desk.console().await?.route_email(&connection_id, &form, &email).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_login_page(
    desk: State<'_, Desk>,
    connection_id: String,
    form: ConnectionForm,
    client_id: Option<String>,
    theme: PreviewTheme,
) -> Result<String, Problem> {
    desk.console().await?.preview_login_page(&connection_id, &form, client_id.as_deref(), theme).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_logo(desk: State<'_, Desk>, ticket: String, url: String) -> Result<LogoCheck, Problem> {
    desk.console().await?.read_logo(&ticket, &url).await
}
