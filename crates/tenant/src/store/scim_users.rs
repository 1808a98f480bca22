//! The users of a connection as a provider's provisioning reads and writes them.

use lintel_scim::mapping::Query;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter, types::Value as SqlValue};
use serde_json::{Map, Value};

use super::{Store, StoreError, number, unreadable, user_query, user_rows, user_values::folded};

type User = Map<String, Value>;

/// Which users a list is of.
pub(crate) struct UsersAsked {
    pub(crate) connection_id: String,
    /// Everybody without.
    pub(crate) filter: Option<UserFilter>,
    pub(crate) skip: usize,
    pub(crate) take: usize,
}

pub(crate) struct UserFilter {
    /// What SQL can say of them.
    pub(crate) query: Query,
    /// Who of those is meant.
    pub(crate) judge: Box<dyn Fn(&User) -> bool + Send>,
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
            Some(UserFilter { query, judge }) => {
                judged(database, &asked.connection_id, &query, &judge, asked.skip, asked.take)
            }
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
        self.write(move |database| {
            let user_id = user.get("user_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            let known = "SELECT 1 FROM user WHERE user_id = ?1";
            if database
                .prepare_cached(known)
                .and_then(|mut known| known.exists([&user_id]))
                .map_err(StoreError::from)?
            {
                return Err(Taken { user_id }.into());
            }
            if let Some(taken) =
                unique.and_then(|path| taken(database, &connection_id, &user_id, &path, &user).transpose())
            {
                return Err(taken?.into());
            }
            user_rows::write(database, &connection_id, &user_id, &user)?;
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
        self.write(move |database| {
            let Some((_, before)) = one(database, &connection_id, &user_id)? else { return Ok(None) };
            let (after, said) = change(&before)?;
            if after != before {
                if let Some(taken) =
                    unique.and_then(|path| taken(database, &connection_id, &user_id, &path, &after).transpose())
                {
                    return Err(taken?.into());
                }
                user_rows::write(database, &connection_id, &user_id, &after)?;
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
        self.write(move |database| {
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
    database: &Connection,
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
    let mut others = database.prepare_cached(
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
    let mut query = database.prepare_cached(&sql)?;
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

#[cfg(test)]
mod tests {
    use lintel_scim::{Filter, Kind, Mapping};
    use rusqlite::StatementStatus;

    use super::*;
    use crate::{
        sealing::Sealer,
        store::{schema, unreadable::stored},
    };

    /// As many users as that, each with a few values.
    fn database(users: u32) -> Connection {
        let mut database = Connection::open_in_memory().expect("a database");
        schema::bring_up(&mut database, &Sealer::random()).expect("the schema");
        let fill = format!(
            "INSERT INTO connection (id, name, document) VALUES ('con_1', 'corp', '{{}}');
             INSERT INTO scim_configuration (connection_id, document) VALUES ('con_1', '{{}}');
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {users})
             INSERT INTO user (user_id, connection_id, document)
             SELECT 'oidc|corp|' || i, 'con_1', json_object('user_id', 'oidc|corp|' || i, 'preferred_username', 'user' || i) FROM n;
             INSERT INTO user_value (connection_id, path, folded, exact, user)
             SELECT 'con_1', path, value, value, position FROM user JOIN (
                 SELECT 'preferred_username' AS path, 'user' AS value UNION SELECT 'email', 'mail'
                 UNION SELECT 'app_metadata.external_id', 'id' UNION SELECT 'updated_at', '2026-05-01t00:00:00.'
             );
             UPDATE user_value SET folded = folded || user, exact = exact || user;"
        );
        database.execute_batch(&fill).expect("users");
        database
    }

    /// The plan, the steps that SQLite took, and the rows that it read.
    fn work(database: &Connection, filter: &str) -> (String, i32, Vec<String>) {
        let filter = Filter::parse(Kind::User, filter).expect("a filter");
        let query = Mapping::default_oidc().query(&filter).expect("a query");
        let (sql, params) = candidates("con_1", &query);
        let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
        let plan = explained.query_map(params_from_iter(params.clone()), |row| row.get(3)).expect("a plan");
        let plan = plan.collect::<Result<Vec<String>, _>>().expect("a plan").join("\n");
        let mut statement = database.prepare(&sql).expect("a statement");
        let rows = statement.query_map(params_from_iter(params), |row| stored(row, 0)).expect("rows");
        let found = rows.map(|row| String::from_utf8(row.expect("a row")).expect("text")).collect();
        (plan, statement.get_status(StatementStatus::VmStep), found)
    }

    #[test]
    fn a_filter_takes_as_much_work_among_fifty_thousand_users_as_among_fifty() {
        let (few, many) = (database(50), database(50_000));
        for filter in [
            r#"userName eq "USER42""#,
            r#"externalId eq "id42""#,
            r#"emails[primary eq true].value eq "mail42""#,
            r#"emails.value eq "mail42" and active eq true"#,
            r#"userName eq "user42" or externalId eq "id42""#,
            r#"id eq "oidc|corp|42""#,
            r#"id eq "oidc|corp|42" and userName eq "user42""#,
        ] {
            let ((_, steps, found), (plan, more_steps, also_found)) = (work(&few, filter), work(&many, filter));
            assert_eq!((found.len(), &found), (1, &also_found), "{filter}");
            assert!(!plan.contains("SCAN user"), "{filter}:\n{plan}");
            assert!(more_steps < steps * 2, "{filter}: {steps} steps, and {more_steps} among many\n{plan}");
        }
    }

    #[test]
    fn what_sql_cannot_say_is_everybody_or_more_than_is_meant() {
        let database = database(50);
        for (filter, candidates) in [
            (r#"userName sw "user4""#, 11),
            (r#"userName co "ser4""#, 11),
            (r#"not (userName eq "user42")"#, 50),
            (r#"userName ne "user42" and userName sw "user4""#, 11),
            (r#"userName eq "user42" or title ne "x""#, 50),
            ("userName pr", 50),
            ("title pr", 0),
            (r#"active eq false"#, 50),
        ] {
            assert_eq!(work(&database, filter).2.len(), candidates, "{filter}");
        }
    }
}
