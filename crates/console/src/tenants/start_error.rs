//! Why the program does not start.

use std::path::PathBuf;

use lintel_oidc::http::FetcherError;
use lintel_tenant::{FolderError, OpenError, PortError, ServeError};

use crate::change::journal::JournalError;

/// The program cannot start on this folder. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Fetcher(#[from] FetcherError),
    #[error(transparent)]
    Tenant(#[from] OpenError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Port(#[from] PortError),
    #[error(transparent)]
    Practice(#[from] lintel_practice::StartError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(
        "The list of tenants (tenants.json) in {folder} could not be read: {source}. Mend it, or move it away and add the tenants again."
    )]
    Roster { folder: PathBuf, source: std::io::Error },
    #[error("Opening the data folder did not run to its end.")]
    Interrupted(#[from] tokio::task::JoinError),
    #[error("The tenant's address is not a URL.")]
    Address(#[from] url::ParseError),
    #[error(transparent)]
    Client(#[from] lintel_management::ClientError),
}
