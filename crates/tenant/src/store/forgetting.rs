use serde_json::Value;

use super::{
    Store, StoreError,
    unreadable::{document, stored},
};

impl Store {
    /// Removes the traces and the entries of the log that fit: how many of each. One that cannot be read fits nothing.
    pub(crate) async fn forget(
        &self,
        fits: impl Fn(&Value) -> bool + Send + 'static,
    ) -> Result<(u32, u32), StoreError> {
        self.with_log(move |database| {
            let all = database.unchecked_transaction()?;
            let traces = remove(&all, "trace", &fits)?;
            let entries = remove(&all, "log", &fits)?;
            all.commit()?;
            Ok((traces, entries))
        })
        .await
    }
}

fn remove(database: &rusqlite::Connection, table: &str, fits: &impl Fn(&Value) -> bool) -> Result<u32, StoreError> {
    let mut query = database.prepare(&format!("SELECT id, document FROM {table}"))?;
    let (mut found, mut rows) = (Vec::<String>::new(), query.query([])?);
    while let Some(row) = rows.next()? {
        if document(&stored(row, 1)?).is_ok_and(|document: Value| fits(&document)) {
            found.push(row.get(0)?);
        }
    }
    let mut removed = 0;
    for id in found {
        removed += database.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id])?;
    }
    Ok(u32::try_from(removed).unwrap_or(u32::MAX))
}
