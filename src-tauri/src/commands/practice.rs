use lintel_console::{
    Problem,
    view::{ConnectionView, Lesson, PracticeView},
};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_practice_provider(desk: State<'_, Desk>) -> Result<ConnectionView, Problem> {
    desk.console().await?.connect_practice_provider().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn practice(desk: State<'_, Desk>) -> Result<PracticeView, Problem> {
    desk.console().await?.practice()
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal_practice_secret(desk: State<'_, Desk>) -> Result<String, Problem> {
    desk.console().await?.reveal_practice_secret()
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn course(desk: State<'_, Desk>) -> Result<Vec<Lesson>, Problem> {
    Ok(desk.console().await?.course())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_dial(desk: State<'_, Desk>, name: String, on: bool) -> Result<PracticeView, Problem> {
    desk.console().await?.set_dial(&name, on)
}
