use std::{error::Error, sync::Arc, time::SystemTime};

use url::Url;

use super::{
    asked::{Asked, MAX_BODY, Unfit},
    certificate::distrusted,
};

/// A call on the Management API failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ClientError {
    #[error("{base} is not an https URL. Only a tenant on this computer is reached by http.")]
    NotHttps { base: Url },
    #[error("The HTTPS client could not be set up.")]
    Setup(#[source] Arc<reqwest::Error>),
    /// The token endpoint gave no token.
    #[error("The tenant gave no access token ({status}, {error}): {description}")]
    Token { status: u16, error: String, description: String },
    #[error("The request for an access token could not be signed.")]
    Unsigned(#[source] Arc<dyn Error + Send + Sync>),
    /// A token that was given has come to its end.
    #[error("The access token has ended.")]
    Ended { at: SystemTime },
    /// The client may read alone: nothing was sent.
    #[error("{asked} would change the tenant, which is read only here.")]
    ReadOnly { asked: Asked },
    /// The API refused the call, with its own words.
    #[error("{message}")]
    Refused {
        asked: Asked,
        status: u16,
        /// For example `inexistent_connection`.
        code: Option<String>,
        message: String,
    },
    #[error("The tenant could not be reached: {} ({asked}).", unreachable(source))]
    Unreachable { asked: Asked, source: Arc<reqwest::Error> },
    #[error("The tenant's answer to {asked} is larger than {} MB, and was not read to its end.", MAX_BODY / 1_048_576)]
    TooLarge { asked: Asked },
    #[error("The tenant's answer to {asked} ({status}) is not what the API promises: {unfit}.")]
    Unreadable { asked: Asked, status: u16, unfit: Unfit },
    #[error("The list at {asked} does not come to its end: {why}.")]
    Endless { asked: Asked, why: NoEnd },
}

/// Why a list was not read any further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEnd {
    #[error("it says twice that its next page begins at “{next}”")]
    Again { next: String },
    #[error("there are more than {count} pages")]
    Pages { count: usize },
    #[error("it was not read within {seconds} seconds")]
    Time { seconds: u64 },
}

impl ClientError {
    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            ClientError::Token { status, .. }
            | ClientError::Refused { status, .. }
            | ClientError::Unreadable { status, .. } => Some(*status),
            ClientError::NotHttps { .. }
            | ClientError::Setup(_)
            | ClientError::Unsigned(_)
            | ClientError::Ended { .. }
            | ClientError::ReadOnly { .. }
            | ClientError::Unreachable { .. }
            | ClientError::TooLarge { .. }
            | ClientError::Endless { .. } => None,
        }
    }

    /// Whether the tenant certainly did nothing of what was asked: it refused, or was never reached. Any other error leaves that open.
    pub fn did_nothing(&self) -> bool {
        match self {
            ClientError::NotHttps { .. }
            | ClientError::Setup(_)
            | ClientError::Unsigned(_)
            | ClientError::Ended { .. }
            | ClientError::ReadOnly { .. }
            | ClientError::Token { .. } => true,
            ClientError::Refused { status, .. } => (400..500).contains(status) && *status != 408,
            ClientError::Unreachable { source, .. } => source.is_connect(),
            ClientError::TooLarge { .. } | ClientError::Unreadable { .. } | ClientError::Endless { .. } => false,
        }
    }

    /// The API's own name for what went wrong.
    pub fn code(&self) -> Option<&str> {
        match self {
            ClientError::Refused { code, .. } => code.as_deref(),
            ClientError::Token { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// Why there was no answer, as far as a person can do something about it.
pub fn unreachable(error: &reqwest::Error) -> &'static str {
    if let Some(why) = distrusted(error) {
        why
    } else if error.is_timeout() {
        "it did not answer in time"
    } else if error.is_connect() {
        "no connection could be made"
    } else {
        "the connection broke"
    }
}
