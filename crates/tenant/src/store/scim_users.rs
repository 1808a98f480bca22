//! The users of a connection as a provider's provisioning reads and writes them.

use lintel_scim::mapping::Query;
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter, types::Value as SqlValue};
use serde_json::{Map, Value};

use super::{Store, StoreError, unreadable, user_query, user_rows, user_values::folded};

type User = Map<String, Value>;

/// Which users a list is of.
pub(crate) struct UsersAsked {
    pub(crate) connection_id: String,
    /// What SQL can say of them, and who of those is meant; everybody without.
    pub(crate) filter: Option<(Query, Box<dyn Fn(&User) -> bool + Send>)>,
    pub(crate) skip: usize,
    pub(crate) take: usize,
}

/// Another user has what only one may have.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) user_id: String,
}

impl Store {
    pub(crate) async fn provisioned_user(
        &self,
        connection_id: &str,
        user_id: &str,
    ) -> Result<Option<User>, StoreError> {
        let (connection_id, user_id) = (connection_id.to_owned(), user_id.to_owned());
        self.call(move |database, _| Ok(one(database, &connection_id, &user_id)?.map(|(_, user)| user))).await
    }

    /// A page of those who are asked for, oldest first, and how many they are in all. Only the page is in memory.
    pub(crate) async fn provisioned_users(&self, asked: UsersAsked) -> Result<(Vec<User>, usize), StoreError> {
        self.call(move |database, _| match asked.filter {
            None => everybody(database, &asked.connection_id, asked.skip, asked.take),
            Some((query, judge)) => judged(database, &asked.connection_id, &query, &judge, asked.skip, asked.take),
        })
        .await
    }

    /// Adds a user whose `user_id`, and whose value at the path `unique`, nobody else has.
    pub(crate) async fn insert_provisioned_user<E>(
        &self,
        connection_id: &str,
        user: User,
        unique: Option<String>,
    ) -> Result<User, E>
    where
        E: From<StoreError> + From<Taken> + Send + 'static,
    {
        let connection_id = connection_id.to_owned();
        self.call(move |database, _| {
            let transaction = database.transaction().map_err(StoreError::from)?;
            let user_id = user.get("user_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            let known = "SELECT 1 FROM user WHERE user_id = ?1";
            if transaction
                .prepare_cached(known)
                .and_then(|mut known| known.exists([&user_id]))
                .map_err(StoreError::from)?
            {
                return Err(Taken { user_id }.into());
            }
            if let Some(taken) =
                unique.and_then(|path| taken(&transaction, &connection_id, &user_id, &path, &user).transpose())
            {
                return Err(taken?.into());
            }
            user_rows::write(&transaction, &connection_id, &user_id, &user)?;
            transaction.commit().map_err(StoreError::from)?;
            Ok(user)
        })
        .await
    }

    /// Changes a user as it is stored at this moment; `change` gives the user after, and what it has to say. `None` where there is no
    /// such user. Nothing is written where nothing changed, or where `change` or another user's value at `unique` forbids it.
    pub(crate) async fn change_provisioned_user<T, E, F>(
        &self,
        connection_id: &str,
        user_id: &str,
        unique: Option<String>,
        change: F,
    ) -> Result<Option<(User, User, T)>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + From<Taken> + Send + 'static,
        F: FnOnce(&User) -> Result<(User, T), E> + Send + 'static,
    {
        let (connection_id, user_id) = (connection_id.to_owned(), user_id.to_owned());
        self.call(move |database, _| {
            let transaction = database.transaction().map_err(StoreError::from)?;
            let Some((_, before)) = one(&transaction, &connection_id, &user_id)? else { return Ok(None) };
            let (after, said) = change(&before)?;
            if after != before {
                if let Some(taken) =
                    unique.and_then(|path| taken(&transaction, &connection_id, &user_id, &path, &after).transpose())
                {
                    return Err(taken?.into());
                }
                user_rows::write(&transaction, &connection_id, &user_id, &after)?;
                transaction.commit().map_err(StoreError::from)?;
            }
            Ok(Some((before, after, said)))
        })
        .await
    }

    /// The user who was there.
    pub(crate) async fn delete_provisioned_user(
        &self,
        connection_id: &str,
        user_id: &str,
    ) -> Result<Option<User>, StoreError> {
        let (connection_id, user_id) = (connection_id.to_owned(), user_id.to_owned());
        self.call(move |database, _| {
            let Some((position, user)) = one(database, &connection_id, &user_id)? else { return Ok(None) };
            database.prepare_cached("DELETE FROM user WHERE position = ?1")?.execute([position])?;
            Ok(Some(user))
        })
        .await
    }
}

fn one(database: &Connection, connection_id: &str, user_id: &str) -> Result<Option<(i64, User)>, StoreError> {
    let row: Option<(i64, Vec<u8>)> = database
        .prepare_cached("SELECT position, document FROM user WHERE user_id = ?1 AND connection_id = ?2")?
        .query_row([user_id, connection_id], |row| Ok((row.get(0)?, unreadable::stored(row, 1)?)))
        .optional()?;
    let read = |(position, document): (i64, Vec<u8>)| {
        let user = unreadable::document(&document).map_err(|why| unreadable::of_user(user_id, why))?;
        Ok((position, user))
    };
    row.map(read).transpose()
}

/// Who else has the user's value at `path`, whatever its case.
fn taken(
    transaction: &Transaction<'_>,
    connection_id: &str,
    user_id: &str,
    path: &str,
    user: &User,
) -> Result<Option<Taken>, StoreError> {
    let mut value = user.get(path.split('.').next().unwrap_or_default());
    for name in path.split('.').skip(1) {
        value = value.and_then(|value| value.get(name));
    }
    let Some(value) = value.and_then(Value::as_str) else { return Ok(None) };
    let mut others = transaction.prepare_cached(
        "SELECT user_id, exact FROM user_value JOIN user ON position = user \
         WHERE user_value.connection_id = ?1 AND path = ?2 AND folded = ?3 AND user_id <> ?4 LIMIT 1",
    )?;
    let other = others.query_row(params![connection_id, path, folded(value), user_id], |row| row.get(0)).optional()?;
    Ok(other.map(|user_id| Taken { user_id }))
}

fn everybody(
    database: &Connection,
    connection_id: &str,
    skip: usize,
    take: usize,
) -> Result<(Vec<User>, usize), StoreError> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let total: i64 = database
        .prepare_cached("SELECT count(*) FROM user WHERE connection_id = ?1")?
        .query_row([connection_id], |row| row.get(0))?;
    let mut query = database
        .prepare_cached("SELECT document FROM user WHERE connection_id = ?1 ORDER BY position LIMIT ?2 OFFSET ?3")?;
    let mut rows = query.query(params![connection_id, number(take), number(skip)])?;
    let mut users = Vec::new();
    while let Some(row) = rows.next()? {
        users.extend(unreadable::document::<User>(&unreadable::stored(row, 0)?));
    }
    Ok((users, usize::try_from(total).unwrap_or_default()))
}

fn judged(
    database: &Connection,
    connection_id: &str,
    query: &Query,
    judge: &dyn Fn(&User) -> bool,
    skip: usize,
    take: usize,
) -> Result<(Vec<User>, usize), StoreError> {
    let (sql, params) = candidates(connection_id, query);
    let mut query = database.prepare(&sql)?;
    let mut rows = query.query(params_from_iter(params))?;
    let (mut users, mut total) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let Ok(user) = unreadable::document::<User>(&unreadable::stored(row, 0)?) else { continue };
        if judge(&user) {
            if total >= skip && users.len() < take {
                users.push(user);
            }
            total += 1;
        }
    }
    Ok((users, total))
}

/// The users who may be meant. A condition is by an index, which the plus keeps SQLite from passing over for the one of connections.
fn candidates(connection_id: &str, query: &Query) -> (String, Vec<SqlValue>) {
    let mut params = vec![SqlValue::from(connection_id.to_owned())];
    let sql = match user_query::condition(query, &mut params) {
        None => "SELECT document FROM user WHERE connection_id = ?1 ORDER BY position".to_owned(),
        Some(condition) => {
            format!("SELECT document FROM user WHERE +connection_id = ?1 AND {condition} ORDER BY position")
        }
    };
    (sql, params)
}
