//! A connection as text: the requests that make it, in the languages of the guide, and the files that keep and move it. Knows no network,
//! no database, no window.
//!
//! [`write()`] makes files of documents in one of the formats, and names what a format cannot hold before anything is on a disk. [`read()`]
//! finds the format by itself.

mod deploy_cli;
pub mod document;
mod files;
mod format;
mod gathering;
mod lintel_json;
mod numbers;
mod other_tools;
mod placeholder;
mod pointer;
#[cfg(test)]
mod properties;
mod reading;
mod sealing;
pub mod snippet;
mod terraform;
mod value;
mod writing;

pub use document::{Bundle, ConnectionDocument, NamedApplication, OrganizationUse};
pub use files::{read, write};
pub use format::Format;
pub use reading::{Given, MAX_BYTES, MAX_CONNECTIONS, Note, Open, Read, Unreadable, WaitsFor};
pub use sealing::{NotSealed, Passphrase};
pub use writing::{Choices, File, Loss, Secrets, Written};
