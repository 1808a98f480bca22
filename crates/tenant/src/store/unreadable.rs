//! Rows that cannot be read: damaged, sealed with another key, or written by a version that took what none can read. One of
//! them never takes a list with it; it is shown with its ID and the reason, and can be deleted.

use rusqlite::Row;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::sealing::UnsealError;

/// The rows of a list, in its order.
pub type Rows<T> = Vec<Result<T, Unreadable>>;

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {kind} {name} cannot be read: {why}")]
pub struct Unreadable {
    pub kind: &'static str,
    pub id: String,
    /// The ID where the name is in what cannot be read.
    pub name: String,
    pub why: Damage,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("its document is not JSON")]
    NotJson,
    #[error("its document is nested too deeply")]
    TooDeep,
    #[error("its document lacks a member, or has one of another type")]
    OtherShape,
    #[error("a secret in it does not open: {0}")]
    Sealed(#[from] UnsealError),
}

/// Those that can be read. The others are named in the log.
pub(crate) fn readable<T>(rows: Rows<T>) -> Vec<T> {
    let read = |row: Result<T, Unreadable>| row.inspect_err(|unreadable| tracing::warn!("left out: {unreadable}")).ok();
    rows.into_iter().filter_map(read).collect()
}

pub(super) fn of_user(user_id: &str, why: Damage) -> Unreadable {
    Unreadable { kind: "user", name: user_id.to_owned(), id: user_id.to_owned(), why }
}

/// A document as it is stored, which is text in UTF-8 unless it is damaged.
pub(super) fn stored(row: &Row<'_>, column: usize) -> Result<Vec<u8>, rusqlite::Error> {
    Ok(row.get_ref(column)?.as_bytes()?.to_vec())
}

/// A document that is one of `T`, which is what clients of the API take it for.
pub(super) fn document_of<T: DeserializeOwned>(stored: &[u8]) -> Result<Map<String, Value>, Damage> {
    document::<T>(stored)?;
    document(stored)
}

pub(super) fn document<T: DeserializeOwned>(stored: &[u8]) -> Result<T, Damage> {
    serde_json::from_slice(stored).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Damage::OtherShape,
        // The reader's limit has no category of its own.
        _ if error.to_string().starts_with("recursion limit") => Damage::TooDeep,
        _ => Damage::NotJson,
    })
}
