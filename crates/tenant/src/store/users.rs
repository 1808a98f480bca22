use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::{
    Rows, Store, StoreError, Unreadable, number,
    unreadable::{document, document_of, of_user, readable, stored},
};

type User = Map<String, Value>;

/// A part of the users, with how many there are in all.
#[derive(Debug)]
pub(crate) struct UserPage {
    pub(crate) rows: Rows<User>,
    pub(crate) total: usize,
}

const NEWEST_LOGIN: &str = "iif(json_valid(document), json_extract(document, '$.last_login'), NULL) DESC, position";

impl Store {
    /// A user as `GET /api/v2/users/{id}` shows it.
    pub async fn user(&self, user_id: &str) -> Result<Option<User>, StoreError> {
        let user_id = user_id.to_owned();
        self.call(move |database, _| {
            let sql = "SELECT user_id, document FROM user WHERE user_id = ?1";
            let row = database.query_row(sql, [user_id], columns).optional()?;
            Ok(row.map(read).transpose()?)
        })
        .await
    }

    /// Every user that can be read, oldest first.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.call(|database, _| page(database, "position", 0, usize::MAX)).await.map(|page| readable(page.rows))
    }

    /// Users by their last login, the newest first.
    pub(crate) async fn users_by_last_login(&self, skip: usize, take: usize) -> Result<UserPage, StoreError> {
        self.call(move |database, _| page(database, NEWEST_LOGIN, skip, take)).await
    }

    /// Users, the oldest first.
    pub(crate) async fn users_by_age(&self, skip: usize, take: usize) -> Result<UserPage, StoreError> {
        self.call(move |database, _| page(database, "position", skip, take)).await
    }

    /// Of the users that have a place, in its order and then the oldest first: of one connection, whose name is given in lower case, or
    /// of all. A user who cannot be read is none to `place`. However many there are, no more than one page of them is in memory.
    pub(crate) async fn users_placed<P: Ord + Send + 'static>(
        &self,
        connection: Option<String>,
        skip: usize,
        take: usize,
        place: impl Fn(Option<&User>) -> Option<P> + Send + 'static,
    ) -> Result<UserPage, StoreError> {
        self.call(move |database, _| {
            let mut places: Vec<(P, i64)> = Vec::new();
            // The name is looked up in its index alone.
            let of_connection = "WHERE connection_id IN (SELECT id FROM connection \
                WHERE position IN (SELECT position FROM connection WHERE lower(name) = ?1))";
            let part = if connection.is_some() { of_connection } else { "WHERE ?1 IS NULL" };
            let sql = format!("SELECT position, document FROM user {part} ORDER BY position");
            let mut query = database.prepare_cached(&sql)?;
            let mut rows = query.query([connection])?;
            while let Some(row) = rows.next()? {
                let user: Option<User> = document(&stored(row, 1)?).ok();
                if let Some(place) = place(user.as_ref()) {
                    places.push((place, row.get(0)?));
                }
            }
            places.sort();
            let mut query = database.prepare_cached("SELECT user_id, document FROM user WHERE position = ?1")?;
            let total = places.len();
            let rows = places.into_iter().skip(skip).take(take);
            let rows = rows.map(|(_, position)| query.query_row([position], columns).map(read));
            Ok(UserPage { rows: rows.collect::<Result<_, _>>()?, total })
        })
        .await
    }

    /// Whether the user was there.
    pub async fn delete_user(&self, user_id: &str) -> Result<bool, StoreError> {
        let user_id = user_id.to_owned();
        self.call(move |database, _| Ok(database.execute("DELETE FROM user WHERE user_id = ?1", [user_id])? > 0)).await
    }
}

fn page(database: &rusqlite::Connection, order: &str, skip: usize, take: usize) -> Result<UserPage, StoreError> {
    let sql = format!("SELECT user_id, document FROM user ORDER BY {order} LIMIT ?1 OFFSET ?2");
    let mut query = database.prepare_cached(&sql)?;
    let rows = query.query_map(params![number(take), number(skip)], columns)?.map(|row| row.map(read));
    let rows = rows.collect::<Result<_, _>>()?;
    let total: i64 = database.query_row("SELECT count(*) FROM user", [], |row| row.get(0))?;
    Ok(UserPage { rows, total: usize::try_from(total).unwrap_or_default() })
}

pub(super) fn columns(row: &Row<'_>) -> Result<(String, Vec<u8>), rusqlite::Error> {
    Ok((row.get(0)?, stored(row, 1)?))
}

pub(super) fn read((user_id, text): (String, Vec<u8>)) -> Result<User, Unreadable> {
    document_of::<lintel_management::User>(&text).map_err(|why| of_user(&user_id, why))
}
