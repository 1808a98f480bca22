//! What writing needs and what comes of it.

use std::fmt;

use crate::sealing::Passphrase;

/// One file of a set.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Within the folder that was chosen, with `/` between its parts.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        File { path: path.into(), text: text.into() }
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    pub(crate) fn has_ending(&self, endings: &[&str]) -> bool {
        self.name().rsplit_once('.').is_some_and(|(_, it)| endings.iter().any(|ending| it.eq_ignore_ascii_case(ending)))
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("path", &self.path).field("bytes", &self.text.len()).finish()
    }
}

#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub secrets: Secrets,
    /// Whether auth0-deploy-cli's files hold the stored metadata of connections that have a discovery URL. Without it the tenant reads it
    /// anew. Lintel's own format always holds it.
    pub pin_metadata: bool,
}

/// What becomes of client secrets in Lintel's own format. auth0-deploy-cli and Terraform always get a placeholder: a connection that they
/// update without a secret loses the one that it has.
#[derive(Debug, Clone, Default)]
pub enum Secrets {
    #[default]
    LeftOut,
    Placeholders,
    Sealed(Passphrase),
}

/// Nothing of it is on a disk yet.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub files: Vec<File>,
    /// What the format cannot hold, connection by connection in the order of the documents.
    pub losses: Vec<Loss>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The connection's name.
    pub connection: String,
    /// A JSON Pointer into the connection, as `/options/oidc_metadata`; empty for the connection as a whole.
    pub path: String,
    /// One sentence.
    pub why: String,
}

impl Loss {
    pub(crate) fn new(connection: &str, path: impl Into<String>, why: impl Into<String>) -> Self {
        Loss { connection: connection.to_owned(), path: path.into(), why: why.into() }
    }
}
