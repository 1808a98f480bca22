use base64::{Engine, engine::general_purpose::STANDARD};
use lintel_management::{Connection, Options};
use rusqlite::{ErrorCode, OptionalExtension, Params, Row, params};
use serde_json::{Map, Value};

use super::{
    Rows, Store, StoreError, Unreadable, connection_keys, number,
    realms::{self, RealmTaken},
    unreadable::{self, Damage, readable},
};
use crate::{
    connection_key::FirstKeys,
    sealing::{Sealer, UnsealError},
};

/// A connection could not be added.
#[derive(Debug, thiserror::Error)]
pub enum InsertConnectionError {
    #[error("a connection named {name} exists")]
    NameTaken { name: String },
    #[error(transparent)]
    RealmTaken(#[from] RealmTaken),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A page of the list, and the ID of the connection that the next one begins with.
#[derive(Debug)]
pub(crate) struct ConnectionsFrom {
    pub(crate) rows: Rows<Connection>,
    pub(crate) next: Option<String>,
}

/// A page of the list, out of so many in all.
#[derive(Debug)]
pub(crate) struct ConnectionsBeyond {
    pub(crate) rows: Rows<Connection>,
    pub(crate) total: usize,
}

impl Store {
    pub async fn connection(&self, id: &str) -> Result<Option<Connection>, StoreError> {
        let id = id.to_owned();
        self.call(move |database, sealer| by_id(database, sealer, &id)).await
    }

    /// Whether there is such a connection, readable or not.
    pub(crate) async fn has_connection(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| {
            Ok(database.prepare_cached("SELECT 1 FROM connection WHERE id = ?1")?.exists([id])?)
        })
        .await
    }

    pub async fn connection_by_name(&self, name: &str) -> Result<Option<Connection>, StoreError> {
        let name = name.to_owned();
        self.call(move |database, sealer| one(database, sealer, "name = ?1", &name)).await
    }

    /// The connection of that name, where there is one.
    pub(crate) async fn connections_named(&self, name: &str) -> Result<Rows<Connection>, StoreError> {
        let name = name.to_owned();
        self.call(move |database, sealer| rows(database, sealer, "WHERE name = ?1", [name])).await
    }

    /// So many connections from the one with that ID, or from the first, oldest first; none where there is no such connection.
    pub(crate) async fn connections_from(
        &self,
        from: Option<&str>,
        take: usize,
    ) -> Result<Option<ConnectionsFrom>, StoreError> {
        let from = from.map(str::to_owned);
        self.call(move |database, sealer| {
            let position = match from {
                None => 0_i64,
                Some(id) => {
                    let mut query = database.prepare_cached("SELECT position FROM connection WHERE id = ?1")?;
                    let Some(position) = query.query_row([id], |row| row.get(0)).optional()? else { return Ok(None) };
                    position
                }
            };
            let part = "WHERE position >= ?1 ORDER BY position LIMIT ?2";
            let page = rows(database, sealer, part, params![position, number(take)])?;
            let next = database
                .prepare_cached("SELECT id FROM connection WHERE position >= ?1 ORDER BY position LIMIT 1 OFFSET ?2")?
                .query_row(params![position, number(take)], |row| row.get(0))
                .optional()?;
            Ok(Some(ConnectionsFrom { rows: page, next }))
        })
        .await
    }

    /// So many connections beyond the first `skip`, oldest first.
    pub(crate) async fn connections_beyond(&self, skip: usize, take: usize) -> Result<ConnectionsBeyond, StoreError> {
        self.call(move |database, sealer| {
            let page =
                rows(database, sealer, "ORDER BY position LIMIT ?1 OFFSET ?2", params![number(take), number(skip)])?;
            let total: i64 = database.query_row("SELECT count(*) FROM connection", [], |row| row.get(0))?;
            Ok(ConnectionsBeyond { rows: page, total: usize::try_from(total).unwrap_or(usize::MAX) })
        })
        .await
    }

    /// Every connection that can be read, oldest first.
    pub async fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        let all = self.call(|database, sealer| rows(database, sealer, "ORDER BY position", [])).await?;
        Ok(readable(all))
    }

    pub(crate) async fn insert_connection(
        &self,
        connection: &Connection,
        keys: Option<FirstKeys>,
    ) -> Result<(), InsertConnectionError> {
        let connection = connection.clone();
        self.call(move |database, sealer| {
            let document = sealed(&connection, sealer)?;
            let transaction = database.transaction().map_err(StoreError::from)?;
            let inserted = transaction.execute(
                "INSERT INTO connection (id, name, document) VALUES (?1, ?2, ?3)",
                params![connection.id, connection.name, document],
            );
            match inserted {
                Ok(_) => {}
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    return Err(InsertConnectionError::NameTaken { name: connection.name });
                }
                Err(error) => return Err(StoreError::from(error).into()),
            }
            if let Some(taken) = realms::taken(&transaction, &connection)? {
                return Err(taken.into());
            }
            if let Some(keys) = keys {
                connection_keys::replace(&transaction, sealer, &connection.id, &keys)?;
            }
            Ok(transaction.commit().map_err(StoreError::from)?)
        })
        .await
    }

    /// Changes the connection as it is stored at this moment: no other change comes between. Keys replace
    /// those that it has, and so do the applications that it is enabled for. `None` when it is not there.
    pub(crate) async fn change_connection<E, F>(
        &self,
        id: &str,
        keys: Option<FirstKeys>,
        enabled: Option<Vec<String>>,
        change: F,
    ) -> Result<Option<Connection>, E>
    where
        E: From<StoreError> + From<RealmTaken> + Send + 'static,
        F: FnOnce(Connection) -> Result<Connection, E> + Send + 'static,
    {
        let id = id.to_owned();
        self.call(move |database, sealer| {
            let Some(stored) = one(database, sealer, "id = ?1", &id)? else { return Ok(None) };
            let changed = change(stored)?;
            if let Some(taken) = realms::taken(database, &changed)? {
                return Err(taken.into());
            }
            let document = sealed(&changed, sealer)?;
            let transaction = database.transaction().map_err(StoreError::from)?;
            transaction
                .execute("UPDATE connection SET document = ?2 WHERE id = ?1", params![id, document])
                .map_err(StoreError::from)?;
            if let Some(keys) = keys {
                connection_keys::replace(&transaction, sealer, &id, &keys)?;
            }
            if let Some(enabled) = enabled {
                enable_only(&transaction, &id, &enabled).map_err(StoreError::from)?;
            }
            transaction.commit().map_err(StoreError::from)?;
            Ok(Some(changed))
        })
        .await
    }

    /// Whether the connection was there to be replaced. Its name and its ID stay.
    pub async fn replace_connection(&self, connection: &Connection) -> Result<bool, StoreError> {
        let connection = connection.clone();
        self.call(move |database, sealer| {
            let document = sealed(&connection, sealer)?;
            let changed = database
                .execute("UPDATE connection SET document = ?2 WHERE id = ?1", params![connection.id, document])?;
            Ok(changed > 0)
        })
        .await
    }

    /// Whether the connection was there; its keys, users, traces and enablement go with it.
    pub async fn delete_connection(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| Ok(database.execute("DELETE FROM connection WHERE id = ?1", [id])? > 0)).await
    }

    /// The applications that may sign in through the connection, in the order in which they were enabled.
    pub async fn enabled_clients(&self, connection_id: &str) -> Result<Vec<String>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let mut query = database
                .prepare_cached("SELECT client_id FROM enabled_client WHERE connection_id = ?1 ORDER BY position")?;
            Ok(query.query_map([id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?)
        })
        .await
    }

    pub(crate) async fn is_enabled(&self, connection_id: &str, client_id: &str) -> Result<bool, StoreError> {
        Ok(self.enabled_clients(connection_id).await?.iter().any(|enabled| enabled == client_id))
    }

    /// The connections through which the application may sign in, oldest first.
    pub async fn enabled_connections(&self, client_id: &str) -> Result<Rows<Connection>, StoreError> {
        let client_id = client_id.to_owned();
        self.call(move |database, sealer| {
            let mut query = database.prepare_cached(
                "SELECT connection.id, name, document FROM connection JOIN enabled_client ON connection_id = connection.id \
                 WHERE client_id = ?1 ORDER BY connection.position",
            )?;
            let rows = query.query_map([client_id], columns)?.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().map(|row| read(row, sealer)).collect())
        })
        .await
    }

    /// Enables (`true`) or disables the connection for each application; the others keep what they have.
    pub async fn set_enabled(&self, connection_id: &str, changes: &[(String, bool)]) -> Result<(), StoreError> {
        let (id, changes) = (connection_id.to_owned(), changes.to_owned());
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            for (client_id, enabled) in changes {
                let sql = if enabled {
                    "INSERT OR IGNORE INTO enabled_client (connection_id, client_id) VALUES (?1, ?2)"
                } else {
                    "DELETE FROM enabled_client WHERE connection_id = ?1 AND client_id = ?2"
                };
                transaction.execute(sql, params![id, client_id])?;
            }
            transaction.commit()?;
            Ok(())
        })
        .await
    }
}

/// Those that stay keep their places.
fn enable_only(database: &rusqlite::Connection, id: &str, enabled: &[String]) -> Result<(), rusqlite::Error> {
    let mut query = database.prepare_cached("SELECT client_id FROM enabled_client WHERE connection_id = ?1")?;
    let before = query.query_map([id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for gone in before.iter().filter(|client_id| !enabled.contains(client_id)) {
        database.execute("DELETE FROM enabled_client WHERE connection_id = ?1 AND client_id = ?2", [id, gone])?;
    }
    for client_id in enabled {
        let sql = "INSERT OR IGNORE INTO enabled_client (connection_id, client_id) VALUES (?1, ?2)";
        database.execute(sql, [id, client_id])?;
    }
    Ok(())
}

pub(super) fn by_id(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    id: &str,
) -> Result<Option<Connection>, StoreError> {
    one(database, sealer, "id = ?1", id)
}

fn one(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    condition: &str,
    key: &str,
) -> Result<Option<Connection>, StoreError> {
    let sql = format!("SELECT id, name, document FROM connection WHERE {condition}");
    let row = database.prepare_cached(&sql)?.query_row([key], columns).optional()?;
    Ok(row.map(|row| read(row, sealer)).transpose()?)
}

fn rows(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    part: &str,
    values: impl Params,
) -> Result<Rows<Connection>, StoreError> {
    let mut query = database.prepare_cached(&format!("SELECT id, name, document FROM connection {part}"))?;
    let stored = query.query_map(values, columns)?.collect::<Result<Vec<_>, _>>()?;
    Ok(stored.into_iter().map(|row| read(row, sealer)).collect())
}

type Columns = (String, String, Vec<u8>);

fn columns(row: &Row<'_>) -> Result<Columns, rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?, unreadable::stored(row, 2)?))
}

fn read((id, name, document): Columns, sealer: &Sealer) -> Result<Connection, Unreadable> {
    match unsealed(&id, &document, sealer) {
        Ok(connection) => Ok(Connection { id, name, ..connection }),
        Err(why) => Err(Unreadable { kind: "connection", id, name, why }),
    }
}

/// The document with its options sealed whole: a caller of the API may put a secret under any name.
fn sealed(connection: &Connection, sealer: &Sealer) -> Result<String, StoreError> {
    let mut connection = connection.clone();
    let options = connection.options.take().map(|options| Value::Object(options.0).to_string());
    let mut document: Map<String, Value> = serde_json::from_value(serde_json::to_value(&connection)?)?;
    if let Some(options) = options {
        let options = STANDARD.encode(sealer.seal(options.as_bytes(), &place(&connection.id)));
        document.insert(OPTIONS.to_owned(), options.into());
    }
    Ok(Value::Object(document).to_string())
}

fn unsealed(id: &str, document: &[u8], sealer: &Sealer) -> Result<Connection, Damage> {
    let mut document: Map<String, Value> = unreadable::document(document)?;
    let options = match document.shift_remove(OPTIONS) {
        None => None,
        Some(Value::String(sealed)) => {
            let sealed = STANDARD.decode(sealed).map_err(|_| UnsealError::NotSealed)?;
            Some(unreadable::document(&sealer.unseal(&sealed, &place(id))?)?)
        }
        // As versions before the third of the database wrote them.
        Some(Value::Object(mut members)) => {
            sealer.unseal_members(&mut members, id)?;
            Some(Options(members))
        }
        Some(_) => return Err(Damage::OtherShape),
    };
    let mut connection: Connection = serde_json::from_value(document.into()).map_err(|_| Damage::OtherShape)?;
    connection.options = options;
    Ok(connection)
}

const OPTIONS: &str = "options";

/// What the options of a connection are sealed for.
fn place(id: &str) -> String {
    format!("{id}/options")
}
