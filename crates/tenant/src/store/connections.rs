use lintel_management::{Connection, Options};
use rusqlite::{ErrorCode, OptionalExtension, params};

use super::{
    Rows, Store, StoreError, connection_keys,
    connection_rows::{self, ConnectionRow, WithOptions, columns},
    realms::{self, RealmTaken},
    sealed_options,
};
use crate::{connection_key::FirstKeys, sealing::Sealer};

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

/// What a change of a connection sets beside what is open: `None` leaves it.
#[derive(Debug, Default)]
pub(crate) struct ConnectionChange {
    /// In the place of those that it has.
    pub(crate) keys: Option<FirstKeys>,
    /// The applications that it is enabled for from now on.
    pub(crate) enabled: Option<Vec<String>>,
    pub(crate) options: Option<Options>,
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

    /// The name of the connection, readable or not.
    pub(crate) async fn connection_name(&self, id: &str) -> Result<Option<String>, StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached("SELECT name FROM connection WHERE id = ?1")?;
            Ok(query.query_row([id], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Whether there is a connection of that name, readable or not.
    pub(crate) async fn is_connection_name(&self, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.call(move |database, _| {
            Ok(database.prepare_cached("SELECT 1 FROM connection WHERE name = ?1")?.exists([name])?)
        })
        .await
    }

    /// The connection as it is shown.
    pub(crate) async fn connection_row(
        &self,
        id: &str,
        options: WithOptions,
    ) -> Result<Option<ConnectionRow>, StoreError> {
        let id = id.to_owned();
        self.call(move |database, sealer| row(database, sealer, &id, options)).await
    }

    /// Adds the connection with its keys, and enables it for applications, or does nothing of that.
    pub(crate) async fn insert_connection(
        &self,
        connection: &Connection,
        keys: Option<FirstKeys>,
        enabled: Vec<String>,
    ) -> Result<(), InsertConnectionError> {
        let (mut connection, sealer) = (connection.clone(), self.sealer.clone());
        self.write(move |database| {
            let options = sealed(&mut connection, &sealer)?;
            let document = connection_rows::document(&connection)?;
            let insert = "INSERT INTO connection (id, name, document, options) VALUES (?1, ?2, ?3, ?4)";
            let mut insert = database.prepare_cached(insert).map_err(StoreError::from)?;
            match insert.execute(params![connection.id, connection.name, document, options]) {
                Ok(_) => {}
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    return Err(InsertConnectionError::NameTaken { name: connection.name });
                }
                Err(error) => return Err(StoreError::from(error).into()),
            }
            realms::claim(database, &connection)??;
            if let Some(keys) = keys {
                connection_keys::replace(database, &sealer, &connection.id, &keys)?;
            }
            Ok(enable_only(database, &connection.id, &enabled).map_err(StoreError::from)?)
        })
        .await
    }

    /// Changes the connection as it is stored at this moment: no other change comes between. What is open is handed to `change` without
    /// the options, which stay sealed unless they are to be shown. `None` when the connection is not there.
    pub(crate) async fn change_connection<E, F>(
        &self,
        id: &str,
        set: ConnectionChange,
        shown: WithOptions,
        change: F,
    ) -> Result<Option<ConnectionRow>, E>
    where
        E: From<StoreError> + From<RealmTaken> + Send + 'static,
        F: FnOnce(Connection) -> Result<Connection, E> + Send + 'static,
    {
        let (id, sealer) = (id.to_owned(), self.sealer.clone());
        self.write(move |database| {
            let needed = if set.options.is_some() { WithOptions::No } else { shown };
            let Some(before) = row(database, &sealer, &id, needed)? else { return Ok(None) };
            let connection = change(before.connection)?;
            let options = match set.options {
                Some(options) => Some(sealed_options::text(options).map_err(StoreError::from)?),
                None => before.options,
            };
            let sealed = options.as_ref().map(|options| sealed_options::seal(options, &id, &sealer));
            write(database, &connection, sealed)?;
            realms::claim(database, &connection)??;
            if let Some(keys) = set.keys {
                connection_keys::replace(database, &sealer, &id, &keys)?;
            }
            if let Some(enabled) = set.enabled {
                enable_only(database, &id, &enabled).map_err(StoreError::from)?;
            }
            Ok(Some(ConnectionRow { connection, options: options.filter(|_| shown == WithOptions::Yes) }))
        })
        .await
    }

    /// Whether the connection was there to be replaced. Its name and its ID stay.
    pub async fn replace_connection(&self, connection: &Connection) -> Result<bool, StoreError> {
        let (mut connection, sealer) = (connection.clone(), self.sealer.clone());
        self.write(move |database| {
            let options = sealed(&mut connection, &sealer)?;
            let changed = write(database, &connection, options)?;
            if changed {
                realms::set(database, &connection)?;
            }
            Ok(changed)
        })
        .await
    }

    /// Whether the connection was there; its keys, users, traces and enablement go with it.
    pub async fn delete_connection(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.write(move |database| {
            Ok(database.prepare_cached("DELETE FROM connection WHERE id = ?1")?.execute([id])? > 0)
        })
        .await
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
        let key = [connection_id.to_owned(), client_id.to_owned()];
        self.call(move |database, _| {
            let enabled = "SELECT 1 FROM enabled_client WHERE connection_id = ?1 AND client_id = ?2";
            Ok(database.prepare_cached(enabled)?.exists(key)?)
        })
        .await
    }

    /// The connections through which the application may sign in, oldest first.
    pub async fn enabled_connections(&self, client_id: &str) -> Result<Rows<Connection>, StoreError> {
        let client_id = client_id.to_owned();
        self.call(move |database, sealer| {
            let sql = format!(
                "SELECT {} FROM connection JOIN enabled_client ON connection_id = connection.id \
                 WHERE client_id = ?1 ORDER BY connection.position",
                WithOptions::Yes.columns()
            );
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map([client_id], columns)?.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().map(|row| connection_rows::read(row, sealer)).collect())
        })
        .await
    }

    /// Enables (`true`) or disables the connection for each application; the others keep what they have.
    pub async fn set_enabled(&self, connection_id: &str, changes: &[(String, bool)]) -> Result<(), StoreError> {
        let (id, changes) = (connection_id.to_owned(), changes.to_owned());
        self.write(move |database| {
            for (client_id, enabled) in changes {
                let sql = if enabled {
                    "INSERT OR IGNORE INTO enabled_client (connection_id, client_id) VALUES (?1, ?2)"
                } else {
                    "DELETE FROM enabled_client WHERE connection_id = ?1 AND client_id = ?2"
                };
                database.prepare_cached(sql)?.execute(params![id, client_id])?;
            }
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
    let sql = format!("SELECT {} FROM connection WHERE {condition}", WithOptions::Yes.columns());
    let found = database.prepare_cached(&sql)?.query_row([key], columns).optional()?;
    Ok(found.map(|found| connection_rows::read(found, sealer)).transpose()?)
}

fn row(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    id: &str,
    options: WithOptions,
) -> Result<Option<ConnectionRow>, StoreError> {
    let sql = format!("SELECT {} FROM connection WHERE id = ?1", options.columns());
    let found = database.prepare_cached(&sql)?.query_row([id], columns).optional()?;
    Ok(found.map(|found| connection_rows::shown(found, options, sealer)).transpose()?)
}

/// Takes the options out of the connection and seals them.
fn sealed(connection: &mut Connection, sealer: &Sealer) -> Result<Option<Vec<u8>>, StoreError> {
    let text = connection.options.take().map(sealed_options::text).transpose()?;
    Ok(text.map(|text| sealed_options::seal(&text, &connection.id, sealer)))
}

/// Whether the connection was there. Options that are not given stay sealed as they are.
fn write(
    database: &rusqlite::Connection,
    connection: &Connection,
    options: Option<Vec<u8>>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE connection SET document = ?2, options = coalesce(?3, options) WHERE id = ?1";
    let document = connection_rows::document(connection)?;
    Ok(database.prepare_cached(sql)?.execute(params![connection.id, document, options])? > 0)
}
