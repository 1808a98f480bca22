//! What reading needs, what comes of it, and why it cannot be done.

use std::collections::BTreeMap;

use crate::{document::Bundle, format::Format, sealing::Passphrase};

/// The bytes of all files together. Whoever reads a file from a disk looks at its size first.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// The connections of one set of files.
pub const MAX_CONNECTIONS: usize = 10_000;

/// What a person gave beside the files.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Opens secrets that were sealed. Without it they stay open.
    pub passphrase: Option<Passphrase>,
    /// The values of placeholders and of Terraform's variables, by name. They win over those that the files give.
    pub values: BTreeMap<String, String>,
}

/// What the files say. Application names are as in the file: which application of a tenant is meant, that tenant alone knows.
#[derive(Debug, Clone)]
pub struct Read {
    pub format: Format,
    pub bundle: Bundle,
    /// Members without a value so far. They are not in the documents.
    pub open: Vec<Open>,
    /// What was not taken.
    pub notes: Vec<Note>,
}

/// A member whose value the file does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The connection's name.
    pub connection: String,
    /// A JSON Pointer into the connection (RFC 6901), as `/options/client_secret`.
    pub path: String,
    pub waits_for: WaitsFor,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitsFor {
    /// A placeholder, by its name without signs: `ACME_SECRET`.
    Placeholder(String),
    /// A variable of Terraform.
    Variable(String),
    /// The value is sealed with a passphrase that was not given.
    Passphrase,
}

/// Something in the files that is not in the documents, or not as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The connection's name, where it is about one.
    pub connection: Option<String>,
    /// A JSON Pointer into the connection, as `/options/client_secret`; the path of a file where it is about that.
    pub path: String,
    /// One sentence.
    pub why: String,
}

impl Note {
    pub(crate) fn new(connection: Option<&str>, path: impl Into<String>, why: impl Into<String>) -> Self {
        Note { connection: connection.map(str::to_owned), path: path.into(), why: why.into() }
    }
}

/// Nothing was taken from the files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("There is no connection in {path}. Choose a file of Lintel, of auth0-deploy-cli or of Terraform.")]
    NoConnections { path: String },
    #[error("{path} makes it {} MB, and up to {} MB are read. Split it, or export fewer connections.", bytes.div_ceil(1024 * 1024), MAX_BYTES / 1024 / 1024)]
    TooLarge { path: String, bytes: u64 },
    #[error(
        "{path} has {count} connections, and up to {MAX_CONNECTIONS} are read. Split it, or export fewer connections."
    )]
    TooMany { path: String, count: usize },
    #[error("{path} ends in the middle, on line {line}. Export it or copy it again.")]
    CutOff { path: String, line: usize },
    /// With what the file should be.
    #[error("{path} is no {kind} from line {line}, column {column} on. Correct it there, or export it again.")]
    Syntax { path: String, kind: &'static str, line: usize, column: usize },
    #[error("{path} has “{name}” twice in one object, on line {line}. Keep the one that is meant.")]
    NameTwice { path: String, name: String, line: usize },
    #[error("{path} is nested too deeply, on line {line}: up to {depth} levels are read.")]
    TooDeep { path: String, line: usize, depth: usize },
    /// A YAML file whose aliases, or the like, stand for far more than it holds.
    #[error("{path} stands for more than it holds: its aliases repeat too much. Write them out.")]
    Swollen { path: String },
    #[error(
        "{path} has version {found} of the format, and this Lintel knows those up to {known}. Update Lintel, or export it with an older one."
    )]
    Newer { path: String, found: String, known: u64 },
    /// With whose it is, as far as that can be told.
    #[error(
        "{path} is {what} and no file of connections. Choose a file of Lintel, of auth0-deploy-cli or of Terraform."
    )]
    OtherTool { path: String, what: String },
    /// The member’s JSON Pointer into the file, with what it should be.
    #[error("{} in {path} is not what it should be: {expected}.", if member.is_empty() { "The whole" } else { member })]
    Misshapen { path: String, member: String, expected: &'static str },
    #[error("The connection {name} is there twice: in {first} and in {second}. Keep the one that is meant.")]
    Twice { name: String, first: String, second: String },
    #[error(
        "The passphrase is not the one that the secrets of {path} were sealed with, or the file was changed. Nothing was taken from it."
    )]
    WrongPassphrase { path: String },
    #[error("{path} seals its secrets in a way that this Lintel does not know. Update Lintel.")]
    UnknownSealing { path: String },
}
