use lintel_console::{
    Problem,
    view::{
        CachedList, Channel, ConnectionForm, ConnectionPage, ConnectionReach, ConnectionRow, ConnectionView, Decisions,
        Deletion, DocumentCheck, Edit, EnabledCount, FieldChange, HistoryEntry, IssuerDetails, KeptDraft, MappingForm,
        MappingPreview, NameCheck, RequestsOf, Restore, RestoreOutcome, RestoreReview, RestoreWay, SaveOutcome,
        ShownRequests,
    },
};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_connections(desk: State<'_, Desk>, from: Option<String>) -> Result<ConnectionPage, Problem> {
    desk.console().await?.list_connections(from.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cached_connections(desk: State<'_, Desk>, rest: bool) -> Result<Option<CachedList>, Problem> {
    Ok(desk.console().await?.cached_connections(rest).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connections_of_application(
    desk: State<'_, Desk>,
    client_id: String,
) -> Result<Vec<String>, Problem> {
    desk.console().await?.connections_of_application(&client_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connection_row(
    desk: State<'_, Desk>,
    id: String,
    revision: Option<String>,
) -> Result<ConnectionRow, Problem> {
    desk.console().await?.connection_row(&id, revision.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn enabled_counts(desk: State<'_, Desk>, ids: Vec<String>) -> Result<Vec<EnabledCount>, Problem> {
    desk.console().await?.enabled_counts(&ids).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connection(desk: State<'_, Desk>, id: String) -> Result<ConnectionView, Problem> {
    desk.console().await?.connection(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_name(desk: State<'_, Desk>, name: String) -> Result<NameCheck, Problem> {
    desk.console().await?.check_name(&name).await
}

/// `tested` is the trial of this form, which then belongs to the connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_connection(
    desk: State<'_, Desk>,
    form: ConnectionForm,
    tested: Option<String>,
) -> Result<ConnectionView, Problem> {
    desk.console().await?.create_tested_connection(&form, tested.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_connection(
    desk: State<'_, Desk>,
    edit: Edit,
    decisions: Decisions,
) -> Result<SaveOutcome, Problem> {
    desk.console().await?.save_connection(&edit, &decisions).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_draft(desk: State<'_, Desk>, edit: Edit, file: Option<String>) -> Result<(), Problem> {
    desk.console().await?.keep_draft(&edit, file.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_draft(desk: State<'_, Desk>, connection_id: String) -> Result<Option<KeptDraft>, Problem> {
    desk.console().await?.kept_draft(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_draft(desk: State<'_, Desk>, connection_id: String) -> Result<(), Problem> {
    desk.console().await?.drop_draft(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_member(name: String, value: serde_json::Value) -> Result<Option<Problem>, Problem> {
    Ok(ConnectionForm::member_problem(&name, &value))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn review_changes(desk: State<'_, Desk>, edit: Edit) -> Result<Vec<FieldChange>, Problem> {
    desk.console().await?.review_changes(&edit).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn issuer_details(
    desk: State<'_, Desk>,
    ticket: String,
    connection_id: String,
    revision: String,
    afresh: bool,
) -> Result<IssuerDetails, Problem> {
    desk.console().await?.issuer_details(&ticket, &connection_id, &revision, afresh).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_document(
    desk: State<'_, Desk>,
    revision: String,
    discovery_url: String,
    text: String,
) -> Result<DocumentCheck, Problem> {
    desk.console().await?.check_document(&revision, &discovery_url, &text)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn live_document(
    desk: State<'_, Desk>,
    ticket: String,
    revision: String,
    discovery_url: String,
) -> Result<DocumentCheck, Problem> {
    desk.console().await?.live_document(&ticket, &revision, &discovery_url).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_mapping(
    desk: State<'_, Desk>,
    connection_id: String,
    mapping: MappingForm,
    channel: Channel,
    sample: Option<String>,
) -> Result<MappingPreview, Problem> {
    desk.console().await?.preview_mapping(&connection_id, &mapping, channel, sample.as_deref()).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn deletion(desk: State<'_, Desk>, connection_id: String) -> Result<Deletion, Problem> {
    desk.console().await?.deletion(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_connection(
    desk: State<'_, Desk>,
    connection_id: String,
    typed_name: String,
) -> Result<(), Problem> {
    desk.console().await?.delete_connection(&connection_id, &typed_name).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connection_reach(
    desk: State<'_, Desk>,
    ticket: String,
    connection_id: String,
) -> Result<ConnectionReach, Problem> {
    desk.console().await?.connection_reach(&ticket, &connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn history(desk: State<'_, Desk>, connection_id: String) -> Result<Vec<HistoryEntry>, Problem> {
    desk.console().await?.history(&connection_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn show_requests(
    desk: State<'_, Desk>,
    of: RequestsOf,
    with_secrets: bool,
) -> Result<ShownRequests, Problem> {
    desk.console().await?.show_requests(&of, with_secrets).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn review_restore(
    desk: State<'_, Desk>,
    entry: i64,
    way: RestoreWay,
) -> Result<RestoreReview, Problem> {
    desk.console().await?.review_restore(entry, way).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore(desk: State<'_, Desk>, wanted: Restore) -> Result<RestoreOutcome, Problem> {
    desk.console().await?.restore(&wanted).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn recreate_connection(desk: State<'_, Desk>, edit: Edit) -> Result<ConnectionView, Problem> {
    desk.console().await?.recreate_connection(&edit).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal_secret(desk: State<'_, Desk>, connection_id: String) -> Result<String, Problem> {
    desk.console().await?.reveal_secret(&connection_id).await
}
