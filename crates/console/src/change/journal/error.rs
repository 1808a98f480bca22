use lintel_tenant::UnsealError;
use rusqlite::ErrorCode;

use crate::database::OpenError;

#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("The journal of changes could not be read or written: {}.", in_words(.0))]
    Database(#[from] rusqlite::Error),
    #[error("The file of the journal could not be opened.")]
    File(#[source] std::io::Error),
    #[error("An entry of the journal could not be opened.")]
    Sealed(#[from] UnsealError),
    #[error("An entry of the journal is not what was written.")]
    Document(#[from] serde_json::Error),
    #[error("The journal was written by a newer version of Lintel (its version {version}). Update Lintel.")]
    TooNew { version: i64 },
    #[error("A call on the journal did not run to its end.")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<OpenError> for JournalError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::File(error) => JournalError::File(error),
            OpenError::Database(error) => JournalError::Database(error),
            OpenError::TooNew { version } => JournalError::TooNew { version },
        }
    }
}

impl JournalError {
    /// What is wrong with an entry.
    pub(super) fn why(&self) -> String {
        match self {
            JournalError::Sealed(why) => why.to_string(),
            _ => "it is not what was written".to_owned(),
        }
    }
}

/// What a person can do something about.
pub(crate) fn in_words(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            "its file may not be opened or written"
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "its file is damaged",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program holds its file",
        _ => "its file does not do what was asked",
    }
}
