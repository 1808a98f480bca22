use lintel_console::{
    Problem,
    view::{FoundUsers, UserRow, UserSearch, UserView},
};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn find_users(desk: State<'_, Desk>, search: UserSearch, page: u32) -> Result<FoundUsers, Problem> {
    desk.console().await?.find_users(&search, page).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn find_people(desk: State<'_, Desk>, ticket: String, typed: String) -> Result<Vec<UserRow>, Problem> {
    desk.console().await?.find_people(&ticket, &typed).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn user(desk: State<'_, Desk>, user_id: String) -> Result<UserView, Problem> {
    desk.console().await?.user(&user_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_user(desk: State<'_, Desk>, user_id: String, typed: String) -> Result<(), Problem> {
    desk.console().await?.delete_user(&user_id, &typed).await
}
