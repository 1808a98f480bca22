use rusqlite::OptionalExtension;
use serde_json::{Map, Value};

use super::{Store, StoreError};

impl Store {
    /// A user as `GET /api/v2/users/{id}` shows it.
    pub async fn user(&self, user_id: &str) -> Result<Option<Map<String, Value>>, StoreError> {
        let user_id = user_id.to_owned();
        self.call(move |database, _| {
            let document: Option<String> = database
                .query_row("SELECT document FROM user WHERE user_id = ?1", [user_id], |row| row.get(0))
                .optional()?;
            Ok(document.map(|document| serde_json::from_str(&document)).transpose()?)
        })
        .await
    }

    /// Every user, oldest first.
    pub async fn users(&self) -> Result<Vec<Map<String, Value>>, StoreError> {
        self.call(|database, _| {
            let mut query = database.prepare_cached("SELECT document FROM user ORDER BY position")?;
            let documents = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            documents.iter().map(|document| Ok(serde_json::from_str(document)?)).collect()
        })
        .await
    }

    /// Whether the user was there.
    pub async fn delete_user(&self, user_id: &str) -> Result<bool, StoreError> {
        let user_id = user_id.to_owned();
        self.call(move |database, _| Ok(database.execute("DELETE FROM user WHERE user_id = ?1", [user_id])? > 0)).await
    }
}
