//! How a row that cannot be read is shown: its ID, its name and, under a name that no published schema has, why.

use serde_json::{Map, Value};

use crate::store::{StoreError, Unreadable};

/// The member that says why. Auth0 has no such thing: its rows are never damaged, or nobody is told.
pub(super) const UNREADABLE: &str = "unreadable";

/// One row: as it was read, or why it could not be.
pub(super) fn read<T>(found: Result<Option<T>, StoreError>) -> Result<Option<Result<T, Unreadable>>, StoreError> {
    match found {
        Ok(row) => Ok(row.map(Ok)),
        Err(StoreError::Unreadable(unreadable)) => Ok(Some(Err(unreadable))),
        Err(error) => Err(error),
    }
}

/// The row with its ID and its name under the names that its kind gives them.
pub(super) fn shown(unreadable: &Unreadable, id: &str, name: &str) -> Map<String, Value> {
    Map::from_iter([
        (id.to_owned(), unreadable.id.clone().into()),
        (name.to_owned(), unreadable.name.clone().into()),
        (UNREADABLE.to_owned(), unreadable.why.to_string().into()),
    ])
}
