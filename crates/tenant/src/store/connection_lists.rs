//! Pages of connections, oldest first: the page alone is read, and unsealed.

use lintel_management::Connection;
use rusqlite::{OptionalExtension, params};

use super::{
    Rows, Store, StoreError,
    connection_rows::{self, ConnectionRow, WithOptions, columns},
    number,
    unreadable::readable,
};

/// A page of the list, and the ID of the connection that the next one begins with.
#[derive(Debug)]
pub(crate) struct ConnectionsFrom {
    pub(crate) rows: Rows<ConnectionRow>,
    pub(crate) next: Option<String>,
}

impl Store {
    /// The connection of that name, where there is one.
    pub(crate) async fn connections_named(
        &self,
        name: &str,
        options: WithOptions,
    ) -> Result<Rows<ConnectionRow>, StoreError> {
        let name = name.to_owned();
        self.call(move |database, sealer| {
            let sql = format!("SELECT {} FROM connection WHERE name = ?1", options.columns());
            let row = database.prepare_cached(&sql)?.query_row([name], columns).optional()?;
            Ok(row.into_iter().map(|row| connection_rows::shown(row, options, sealer)).collect())
        })
        .await
    }

    /// So many connections from the one with that ID, or from the first; none where there is no such connection.
    pub(crate) async fn connections_from(
        &self,
        from: Option<&str>,
        take: usize,
        options: WithOptions,
    ) -> Result<Option<ConnectionsFrom>, StoreError> {
        self.page_from("connection", "?3 IS NULL", None, from, take, options).await
    }

    /// Of those that are enabled for the application.
    pub(crate) async fn enabled_connections_from(
        &self,
        client_id: &str,
        from: Option<&str>,
        take: usize,
        options: WithOptions,
    ) -> Result<Option<ConnectionsFrom>, StoreError> {
        // In the order of connections, each of which is looked up among those enabled: so a page costs no more the later it is.
        let tables = "connection CROSS JOIN enabled_client ON connection_id = connection.id";
        self.page_from(tables, "client_id = ?3", Some(client_id), from, take, options).await
    }

    async fn page_from(
        &self,
        tables: &'static str,
        condition: &'static str,
        client_id: Option<&str>,
        from: Option<&str>,
        take: usize,
        options: WithOptions,
    ) -> Result<Option<ConnectionsFrom>, StoreError> {
        let (client_id, from) = (client_id.map(str::to_owned), from.map(str::to_owned));
        self.call(move |database, sealer| {
            let position = match from {
                None => 0_i64,
                Some(id) => {
                    let mut query = database.prepare_cached("SELECT position FROM connection WHERE id = ?1")?;
                    let Some(position) = query.query_row([id], |row| row.get(0)).optional()? else { return Ok(None) };
                    position
                }
            };
            // One more says where the next page begins.
            let sql = format!(
                "SELECT {} FROM {tables} WHERE connection.position >= ?1 AND {condition} \
                 ORDER BY connection.position LIMIT ?2",
                options.columns()
            );
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map(params![position, number(take.saturating_add(1)), client_id], columns)?;
            let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
            let next = rows.split_off(rows.len().min(take)).into_iter().next().map(|(id, ..)| id);
            let rows = rows.into_iter().map(|row| connection_rows::shown(row, options, sealer)).collect();
            Ok(Some(ConnectionsFrom { rows, next }))
        })
        .await
    }

    /// So many connections beyond the first `skip`.
    pub(crate) async fn connections_beyond(
        &self,
        skip: usize,
        take: usize,
        options: WithOptions,
    ) -> Result<Rows<ConnectionRow>, StoreError> {
        self.call(move |database, sealer| {
            let sql =
                format!("SELECT {} FROM connection ORDER BY connection.position LIMIT ?1 OFFSET ?2", options.columns());
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map(params![number(take), number(skip)], columns)?;
            rows.map(|row| Ok(connection_rows::shown(row?, options, sealer))).collect()
        })
        .await
    }

    pub(crate) async fn count_connections(&self) -> Result<usize, StoreError> {
        self.call(|database, _| {
            let count: i64 =
                database.prepare_cached("SELECT count(*) FROM connection")?.query_row([], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or_default())
        })
        .await
    }

    /// Every connection that can be read.
    pub async fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        let all = self.call(|database, sealer| {
            let sql = format!("SELECT {} FROM connection ORDER BY connection.position", WithOptions::Yes.columns());
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map([], columns)?;
            rows.map(|row| Ok(connection_rows::read(row?, sealer))).collect::<Result<Rows<Connection>, StoreError>>()
        });
        all.await.map(readable)
    }
}
