use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Rows, Store, StoreError, Unreadable, scim_tokens,
    unreadable::{document, stored},
    user_rows,
};

/// Inbound SCIM of a connection.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimConfigurationRecord {
    pub connection_id: String,
    pub connection_name: String,
    pub settings: ScimSettings,
}

/// What is kept of a configuration. Times are RFC 3339.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScimSettings {
    /// The SCIM attribute that becomes the end of the user's ID.
    pub user_id_attribute: String,
    /// Pairs `{scim, auth0}`, and what else came with them.
    pub mapping: Vec<Map<String, Value>>,
    pub created_at: String,
    pub updated_on: String,
}

const SELECT: &str = "SELECT connection_id, name, scim_configuration.document FROM scim_configuration \
                      JOIN connection ON connection.id = connection_id";

impl ScimSettings {
    pub fn new(user_id_attribute: String, mapping: Vec<Map<String, Value>>, now: DateTime<Utc>) -> Self {
        let now = now.to_rfc3339_opts(SecondsFormat::Millis, true);
        ScimSettings { user_id_attribute, mapping, created_at: now.clone(), updated_on: now }
    }

    /// The pairs (SCIM, profile) that say both.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.mapping.iter().filter_map(|pair| Some((pair.get("scim")?.as_str()?, pair.get("auth0")?.as_str()?)))
    }
}

impl Store {
    /// The configuration of the connection; none where it takes no SCIM.
    pub async fn scim_configuration(&self, connection_id: &str) -> Result<Option<ScimConfigurationRecord>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| one(database, &id)).await
    }

    /// Every configuration, oldest first.
    pub async fn scim_configurations(&self) -> Result<Rows<ScimConfigurationRecord>, StoreError> {
        self.call(|database, _| {
            let mut query = database.prepare_cached(&format!("{SELECT} ORDER BY scim_configuration.position"))?;
            let rows = query.query_map([], columns)?.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().map(read).collect())
        })
        .await
    }

    /// Whether the connection was there and had none. The users it has are found by filters from now on.
    pub(crate) async fn insert_scim_configuration(
        &self,
        connection_id: &str,
        settings: &ScimSettings,
    ) -> Result<bool, StoreError> {
        let (id, document) = (connection_id.to_owned(), serde_json::to_string(settings)?);
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            let inserted = transaction.execute(
                "INSERT INTO scim_configuration (connection_id, document) SELECT id, ?2 FROM connection WHERE id = ?1 \
                 ON CONFLICT (connection_id) DO NOTHING",
                params![id, document],
            )?;
            if inserted > 0 {
                user_rows::enter_all(&transaction, &id)?;
            }
            transaction.commit()?;
            Ok(inserted > 0)
        })
        .await
    }

    /// Replaces what a person sets. One that cannot be read is written anew.
    pub(crate) async fn update_scim_configuration(
        &self,
        connection_id: &str,
        mut settings: ScimSettings,
    ) -> Result<Option<ScimConfigurationRecord>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            match one(&transaction, &id) {
                Ok(None) => return Ok(None),
                Ok(Some(before)) => settings.created_at = before.settings.created_at,
                Err(StoreError::Unreadable(_)) => {}
                Err(error) => return Err(error),
            }
            transaction.execute(
                "UPDATE scim_configuration SET document = ?2 WHERE connection_id = ?1",
                params![id, serde_json::to_string(&settings)?],
            )?;
            let updated = one(&transaction, &id)?;
            transaction.commit()?;
            Ok(updated)
        })
        .await
    }

    /// The connection takes no SCIM any more, and its tokens end. Its users and groups stay.
    pub(crate) async fn delete_scim_configuration(
        &self,
        connection_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            transaction.execute("DELETE FROM scim_configuration WHERE connection_id = ?1", [&id])?;
            scim_tokens::revoke(&transaction, &id, None, now)?;
            transaction.commit()?;
            Ok(())
        })
        .await
    }
}

pub(super) fn one(database: &rusqlite::Connection, id: &str) -> Result<Option<ScimConfigurationRecord>, StoreError> {
    let mut query = database.prepare_cached(&format!("{SELECT} WHERE connection_id = ?1"))?;
    let row = query.query_row([id], columns).optional()?;
    Ok(row.map(read).transpose()?)
}

type Columns = (String, String, Vec<u8>);

fn columns(row: &Row<'_>) -> Result<Columns, rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?, stored(row, 2)?))
}

fn read((connection_id, connection_name, text): Columns) -> Result<ScimConfigurationRecord, Unreadable> {
    match document(&text) {
        Ok(settings) => Ok(ScimConfigurationRecord { connection_id, connection_name, settings }),
        Err(why) => Err(Unreadable { kind: "SCIM configuration of", id: connection_id, name: connection_name, why }),
    }
}
