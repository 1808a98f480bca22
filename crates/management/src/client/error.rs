use reqwest::Method;
use url::Url;

/// A call on the Management API failed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("{base} is not an https URL. Only a tenant on this computer is reached by http.")]
    NotHttps { base: Url },
    #[error("The HTTPS client could not be set up.")]
    Setup(#[source] reqwest::Error),
    /// The token endpoint gave no token.
    #[error("The tenant gave no access token ({status}, {error}): {description}")]
    Token { status: u16, error: String, description: String },
    /// The API refused the call, with its own words.
    #[error("{message}")]
    Refused {
        method: Method,
        path: String,
        status: u16,
        /// For example `inexistent_connection`.
        code: Option<String>,
        message: String,
    },
    #[error("The tenant could not be reached: {} ({method} {path}).", unreachable(source))]
    Unreachable { method: Method, path: String, source: reqwest::Error },
    #[error("The tenant's answer to {method} {path} ({status}) is not what the API promises.")]
    Unreadable { method: Method, path: String, status: u16, source: serde_json::Error },
}

impl ClientError {
    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            ClientError::Token { status, .. }
            | ClientError::Refused { status, .. }
            | ClientError::Unreadable { status, .. } => Some(*status),
            ClientError::NotHttps { .. } | ClientError::Setup(_) | ClientError::Unreachable { .. } => None,
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
    if error.is_timeout() {
        "it did not answer in time"
    } else if error.is_connect() {
        "no connection could be made"
    } else {
        "the connection broke"
    }
}
