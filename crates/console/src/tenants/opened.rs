//! Opening a folder off the async threads.

use std::path::Path;

use lintel_tenant::Folder;

use super::start_error::StartError;

/// The folder of a tenant, opened off the async threads.
pub(super) async fn opened_folder(path: &Path) -> Result<Folder, StartError> {
    let path = path.to_owned();
    Ok(tokio::task::spawn_blocking(move || Folder::open(path)).await??)
}
