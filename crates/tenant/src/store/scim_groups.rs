//! The groups of a connection, which come by provisioning alone, and who is in them.

use std::collections::BTreeSet;

use lintel_scim::schema::fold;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params, params_from_iter, types::Value as SqlValue};

use super::{Store, StoreError};

/// Of one connection.
const MAX_GROUPS: usize = 10_000;
/// Of one group.
const MAX_MEMBERS: usize = 200_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) connection_id: String,
    pub(crate) display_name: String,
    pub(crate) external_id: Option<String>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    /// User IDs, in the order in which the users came; none where nobody asked for them.
    pub(crate) members: Vec<String>,
}

/// Which groups a list is of.
pub(crate) struct GroupsAsked {
    pub(crate) connection_id: String,
    pub(crate) narrow: Narrow,
    pub(crate) with_members: bool,
    pub(crate) judge: Box<dyn Fn(&Group) -> bool + Send>,
    pub(crate) skip: usize,
    pub(crate) take: usize,
}

/// What SQL looks groups up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Narrow {
    All,
    Id(String),
    Name(String),
    ExternalId(String),
    Member(String),
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeGroupError {
    #[error("the group {id} has this name")]
    NameTaken { id: String },
    #[error("there is no user {user_id}")]
    NoUser { user_id: String },
    #[error("a connection has at most {MAX_GROUPS} groups")]
    TooManyGroups,
    #[error("a group has at most {MAX_MEMBERS} members")]
    TooManyMembers,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ChangeGroupError {
    fn from(error: rusqlite::Error) -> Self {
        ChangeGroupError::Store(error.into())
    }
}

const COLUMNS: &str = "id, connection_id, display_name, external_id, created_at, updated_at, position";

impl Store {
    pub(crate) async fn group(&self, id: &str, with_members: bool) -> Result<Option<Group>, StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| {
            let Some((group, position)) = one(database, &id)? else { return Ok(None) };
            let members = if with_members { members(database, position)? } else { Vec::new() };
            Ok(Some(Group { members, ..group }))
        })
        .await
    }

    /// A page of the groups that are asked for, oldest first, and how many they are in all. A page ends early where its groups have
    /// more members than one group may.
    pub(crate) async fn groups(&self, asked: GroupsAsked) -> Result<(Vec<Group>, usize), StoreError> {
        self.call(move |database, _| {
            let (condition, value) = asked.narrow.sql();
            let sql =
                format!("SELECT {COLUMNS} FROM scim_group WHERE connection_id = ?1 {condition} ORDER BY position");
            let values = [Some(asked.connection_id), value].into_iter().flatten().map(SqlValue::from);
            let mut query = database.prepare(&sql)?;
            let mut rows = query.query(params_from_iter(values))?;
            let (mut groups, mut total, mut shown) = (Vec::new(), 0, 0);
            while let Some(row) = rows.next()? {
                let (mut group, position) = read(row)?;
                if asked.with_members {
                    group.members = members(database, position)?;
                }
                if !(asked.judge)(&group) {
                    continue;
                }
                if total >= asked.skip && groups.len() < asked.take && shown <= MAX_MEMBERS {
                    shown += group.members.len();
                    groups.push(group);
                }
                total += 1;
            }
            Ok((groups, total))
        })
        .await
    }

    /// The groups of all connections, or of one, oldest first.
    pub(crate) async fn all_groups(&self, connection_id: Option<&str>) -> Result<Vec<Group>, StoreError> {
        let connection_id = connection_id.map(str::to_owned);
        self.call(move |database, _| {
            let sql =
                format!("SELECT {COLUMNS} FROM scim_group WHERE ?1 IS NULL OR connection_id = ?1 ORDER BY position");
            let mut query = database.prepare(&sql)?;
            let groups = query.query_map([connection_id], read)?.map(|row| row.map(|(group, _)| group));
            Ok(groups.collect::<Result<_, _>>()?)
        })
        .await
    }

    pub(crate) async fn groups_of_user(&self, user_id: &str) -> Result<Vec<Group>, StoreError> {
        let user_id = user_id.to_owned();
        self.call(move |database, _| {
            let sql = format!(
                "SELECT {COLUMNS} FROM scim_group WHERE position IN \
                 (SELECT scim_group FROM scim_member JOIN user ON user.position = user WHERE user_id = ?1) ORDER BY position"
            );
            let mut query = database.prepare(&sql)?;
            let groups = query.query_map([user_id], read)?.map(|row| row.map(|(group, _)| group));
            Ok(groups.collect::<Result<_, _>>()?)
        })
        .await
    }

    pub(crate) async fn insert_group(&self, group: Group) -> Result<Group, ChangeGroupError> {
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            let count: i64 = transaction.query_row(
                "SELECT count(*) FROM scim_group WHERE connection_id = ?1",
                [&group.connection_id],
                |row| row.get(0),
            )?;
            if usize::try_from(count).unwrap_or(usize::MAX) >= MAX_GROUPS {
                return Err(ChangeGroupError::TooManyGroups);
            }
            let sql = "INSERT INTO scim_group (id, connection_id, display_name, folded_name, external_id, created_at, updated_at) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let Group { id, connection_id, display_name, external_id, created_at, updated_at, .. } = &group;
            let values = params![id, connection_id, display_name, fold(display_name), external_id, created_at, updated_at];
            transaction.execute(sql, values).map_err(|error| name_taken(error, &transaction, &group))?;
            let position = transaction.last_insert_rowid();
            set_members(&transaction, position, &group, &[])?;
            transaction.commit()?;
            Ok(group)
        })
        .await
    }

    /// Changes a group as it is stored at this moment, its members included. `None` where there is no such group.
    pub(crate) async fn change_group<E, F>(
        &self,
        connection_id: &str,
        id: &str,
        change: F,
    ) -> Result<Option<(Group, Group)>, E>
    where
        E: From<ChangeGroupError> + From<StoreError> + Send + 'static,
        F: FnOnce(&Group) -> Result<Group, E> + Send + 'static,
    {
        let (connection_id, id) = (connection_id.to_owned(), id.to_owned());
        self.call(move |database, _| {
            let Some((group, position)) = one(database, &id)?.filter(|(group, _)| group.connection_id == connection_id)
            else {
                return Ok(None);
            };
            let before = Group { members: members(database, position)?, ..group };
            let after = change(&before)?;
            if after != before {
                write(database, position, &before, &after)?;
            }
            Ok(Some((before, after)))
        })
        .await
    }

    /// Whether the group was there, of this connection or of any.
    pub(crate) async fn delete_group(&self, connection_id: Option<&str>, id: &str) -> Result<bool, StoreError> {
        let (connection_id, id) = (connection_id.map(str::to_owned), id.to_owned());
        self.call(move |database, _| {
            let sql = "DELETE FROM scim_group WHERE id = ?1 AND (?2 IS NULL OR connection_id = ?2)";
            Ok(database.execute(sql, params![id, connection_id])? > 0)
        })
        .await
    }
}

impl Narrow {
    fn sql(&self) -> (&'static str, Option<String>) {
        match self {
            Narrow::All => ("", None),
            Narrow::Id(id) => ("AND id = ?2", Some(id.clone())),
            Narrow::Name(name) => ("AND folded_name = ?2", Some(fold(name))),
            Narrow::ExternalId(id) => ("AND external_id = ?2", Some(id.clone())),
            Narrow::Member(user_id) => (
                "AND position IN (SELECT scim_group FROM scim_member JOIN user ON user.position = user WHERE user_id = ?2)",
                Some(user_id.clone()),
            ),
        }
    }
}

fn one(database: &Connection, id: &str) -> Result<Option<(Group, i64)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM scim_group WHERE id = ?1");
    Ok(database.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

fn read(row: &Row<'_>) -> Result<(Group, i64), rusqlite::Error> {
    let group = Group {
        id: row.get(0)?,
        connection_id: row.get(1)?,
        display_name: row.get(2)?,
        external_id: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
        members: Vec::new(),
    };
    Ok((group, row.get(6)?))
}

fn members(database: &Connection, position: i64) -> Result<Vec<String>, StoreError> {
    let mut query = database.prepare_cached(
        "SELECT user_id FROM scim_member JOIN user ON user.position = user WHERE scim_group = ?1 ORDER BY user",
    )?;
    Ok(query.query_map([position], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn write(database: &mut Connection, position: i64, before: &Group, after: &Group) -> Result<(), ChangeGroupError> {
    let transaction = database.transaction()?;
    let sql = "UPDATE scim_group SET display_name = ?2, folded_name = ?3, external_id = ?4, updated_at = ?5 WHERE position = ?1";
    let Group { display_name, external_id, updated_at, .. } = after;
    transaction
        .execute(sql, params![position, display_name, fold(display_name), external_id, updated_at])
        .map_err(|error| name_taken(error, &transaction, after))?;
    set_members(&transaction, position, after, &before.members)?;
    Ok(transaction.commit()?)
}

/// Adds and removes what differs from the members that were there.
fn set_members(database: &Connection, position: i64, group: &Group, before: &[String]) -> Result<(), ChangeGroupError> {
    if group.members.len() > MAX_MEMBERS {
        return Err(ChangeGroupError::TooManyMembers);
    }
    let (before, after): (BTreeSet<&String>, BTreeSet<&String>) =
        (before.iter().collect(), group.members.iter().collect());
    let mut remove = database.prepare_cached(
        "DELETE FROM scim_member WHERE scim_group = ?1 AND user = (SELECT position FROM user WHERE user_id = ?2)",
    )?;
    for user_id in before.difference(&after) {
        remove.execute(params![position, user_id])?;
    }
    let mut add = database.prepare_cached(
        "INSERT OR IGNORE INTO scim_member (scim_group, user) \
         SELECT ?1, position FROM user WHERE user_id = ?2 AND connection_id = ?3",
    )?;
    for user_id in after.difference(&before) {
        if add.execute(params![position, user_id, group.connection_id])? == 0 {
            return Err(ChangeGroupError::NoUser { user_id: (*user_id).clone() });
        }
    }
    Ok(())
}

fn name_taken(error: rusqlite::Error, database: &Connection, group: &Group) -> ChangeGroupError {
    if error.sqlite_error_code() != Some(ErrorCode::ConstraintViolation) {
        return error.into();
    }
    let sql = "SELECT id FROM scim_group WHERE connection_id = ?1 AND folded_name = ?2";
    match database.query_row(sql, params![group.connection_id, fold(&group.display_name)], |row| row.get(0)) {
        Ok(id) => ChangeGroupError::NameTaken { id },
        Err(_) => error.into(),
    }
}
