//! Where errors become the one type that a window gets. Logged here, once.

use std::error::Error;

use lintel_management::ClientError;
use lintel_tenant::{OpenError, SealingKeyError, store::OpenStoreError};

use crate::{StartError, journal::JournalError, view::Problem};

impl Problem {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Problem { code: code.to_owned(), message: message.into(), field: None, remedy: None }
    }

    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        tracing::error!(error = %chain(&error), "could not start");
        let code = match &error {
            StartError::Tenant(OpenError::Key(key)) => sealing_code(key),
            StartError::Tenant(OpenError::Database(OpenStoreError::WrongKey { .. })) => "passphrase-wrong",
            StartError::Folder(_) => "folder-in-use",
            StartError::PracticePort(_) | StartError::Practice(_) => "practice-port",
            _ => "start-failed",
        };
        Problem::new(code, error.to_string())
    }
}

impl From<ClientError> for Problem {
    fn from(error: ClientError) -> Self {
        tracing::error!(error = %chain(&error), "the tenant refused");
        if error.code() == Some("insufficient_scope") {
            return lacking(&error.to_string());
        }
        let code = error.code().unwrap_or("tenant-unreachable").to_owned();
        let field = field_named_in(&error.to_string());
        let remedy = matches!(error, ClientError::Unreachable { .. })
            .then(|| "Check whether this computer is online, then try again.".to_owned());
        Problem { code, message: error.to_string(), field, remedy }
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        tracing::error!(error = %chain(&error), "the journal failed");
        Problem::new("journal", error.to_string())
            .remedy("Check the space and the permissions of Lintel's data folder.")
    }
}

/// What the window offers depends on it.
fn sealing_code(error: &SealingKeyError) -> &'static str {
    match error {
        SealingKeyError::NoKeychain { .. }
        | SealingKeyError::KeychainLocked { .. }
        | SealingKeyError::Keychain { .. } => "keychain-missing",
        SealingKeyError::NeedsPassphrase | SealingKeyError::EmptyPassphrase => "passphrase-needed",
        _ => "start-failed",
    }
}

/// `Insufficient scope, expected any of: A,B`, in a person's words.
fn lacking(refusal: &str) -> Problem {
    let (expected, scopes) = refusal.split_once(": ").unwrap_or(("", refusal));
    let scopes = scopes.replace(',', if expected.contains("all of") { " and " } else { " or " });
    Problem::new("insufficient_scope", format!("The credentials lack {scopes}."))
        .remedy("Grant it to the machine-to-machine application in the Auth0 Dashboard, then open the tenant again.")
}

/// The form field that an API message is about.
fn field_named_in(message: &str) -> Option<String> {
    if message.contains("already exists") || message.contains("already been used") {
        return Some("name".to_owned());
    }
    ["upstream_params", "discovery_url", "client_id", "client_secret", "scope", "name"]
        .into_iter()
        .find(|field| message.contains(field))
        .map(str::to_owned)
}

fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
