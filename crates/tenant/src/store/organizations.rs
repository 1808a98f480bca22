use lintel_management::Organization;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::{
    Rows, Store, StoreError, Unreadable, number,
    organization_connections::{self, OrganizationConnection},
    unreadable,
};

/// An organization: a customer whose people sign in together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OrganizationRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    /// As `GET /api/v2/organizations/{id}` shows it.
    pub(crate) document: Map<String, Value>,
}

impl OrganizationRecord {
    /// What people read: the display name, or the name where there is none.
    pub(crate) fn title(&self) -> &str {
        let display_name = self.document.get("display_name").and_then(Value::as_str);
        display_name.filter(|name| !name.is_empty()).unwrap_or(&self.name)
    }
}

/// An organization could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OrganizationError {
    #[error("an organization named {name} exists")]
    NameTaken { name: String },
    #[error("there is no connection {connection_id}")]
    NoConnection { connection_id: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// By what organizations are listed: each has an index, so that a page is read and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrganizationOrder {
    Age { newest_first: bool },
    Name { descending: bool },
}

/// A part of the list.
#[derive(Debug)]
pub(crate) struct OrganizationPage {
    pub(crate) rows: Rows<OrganizationRecord>,
    /// The ID of the organization that comes after it.
    pub(crate) next: Option<String>,
}

impl OrganizationOrder {
    /// Column, direction, and how the column compares with that of those before it.
    fn sql(self) -> (&'static str, &'static str, &'static str) {
        let (column, descending) = match self {
            OrganizationOrder::Age { newest_first } => ("position", newest_first),
            OrganizationOrder::Name { descending } => ("name", descending),
        };
        if descending { (column, "DESC", "<=") } else { (column, "ASC", ">=") }
    }
}

const COLUMNS: &str = "organization.id, organization.name, organization.document";

impl Store {
    /// Every organization, oldest first.
    pub(crate) async fn organization_rows(&self) -> Result<Rows<OrganizationRecord>, StoreError> {
        self.call(|database, _| {
            let sql = format!("SELECT {COLUMNS} FROM organization ORDER BY position");
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map([], columns)?.map(|row| row.map(read));
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// So many organizations beyond the first `skip`, or of those from the one with the ID `from`; `None` where there is no such one.
    pub(crate) async fn organizations_page(
        &self,
        order: OrganizationOrder,
        from: Option<&str>,
        skip: usize,
        take: usize,
    ) -> Result<Option<OrganizationPage>, StoreError> {
        let from = from.map(str::to_owned);
        self.call(move |database, _| {
            let (column, direction, after) = order.sql();
            let part = match from {
                Some(_) => format!("WHERE {column} {after} (SELECT {column} FROM organization WHERE id = ?1)"),
                None => String::new(),
            };
            let sql =
                format!("SELECT {COLUMNS} FROM organization {part} ORDER BY {column} {direction} LIMIT ?2 OFFSET ?3");
            // One more says where the next page begins.
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map(params![from, number(take.saturating_add(1)), number(skip)], columns)?;
            let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
            if from.is_some() && rows.is_empty() {
                return Ok(None);
            }
            let next = rows.split_off(rows.len().min(take)).into_iter().next().map(|(id, ..)| id);
            Ok(Some(OrganizationPage { rows: rows.into_iter().map(read).collect(), next }))
        })
        .await
    }

    pub(crate) async fn count_organizations(&self) -> Result<usize, StoreError> {
        self.call(|database, _| {
            let count: i64 = database.query_row("SELECT count(*) FROM organization", [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or_default())
        })
        .await
    }

    pub(crate) async fn organization(&self, id: &str) -> Result<Option<OrganizationRecord>, StoreError> {
        self.organization_by("id = ?1", id).await
    }

    pub(crate) async fn organization_named(&self, name: &str) -> Result<Option<OrganizationRecord>, StoreError> {
        self.organization_by("name = ?1", name).await
    }

    /// Whether there is such an organization, readable or not.
    pub(crate) async fn has_organization(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| {
            Ok(database.prepare_cached("SELECT 1 FROM organization WHERE id = ?1")?.exists([id])?)
        })
        .await
    }

    /// The organizations that the user is a member of, in the order in which that came to be.
    pub(crate) async fn organizations_of_user(&self, user_id: &str) -> Result<Rows<OrganizationRecord>, StoreError> {
        let user_id = user_id.to_owned();
        self.call(move |database, _| {
            let sql = format!(
                "SELECT {COLUMNS} FROM organization JOIN organization_member ON organization_id = organization.id \
                 JOIN user ON user.position = organization_member.user WHERE user_id = ?1 \
                 ORDER BY organization_member.position"
            );
            let mut query = database.prepare_cached(&sql)?;
            let rows = query.query_map([user_id], columns)?.map(|row| row.map(read));
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Adds the organization and enables connections for it, or neither.
    pub(crate) async fn insert_organization(
        &self,
        organization: OrganizationRecord,
        connections: Vec<OrganizationConnection>,
    ) -> Result<(), OrganizationError> {
        self.call(move |database, _| {
            let document = serde_json::to_string(&organization.document).map_err(StoreError::from)?;
            let transaction = database.transaction().map_err(StoreError::from)?;
            let inserted = transaction.execute(
                "INSERT INTO organization (id, name, document) VALUES (?1, ?2, ?3)",
                params![organization.id, organization.name, document],
            );
            unless_taken(inserted, &organization.name)?;
            for connection in connections {
                let OrganizationConnection { connection_id, .. } = &connection;
                if !organization_connections::exists(&transaction, connection_id)? {
                    return Err(OrganizationError::NoConnection { connection_id: connection_id.clone() });
                }
                organization_connections::insert(&transaction, &organization.id, &connection)?;
            }
            Ok(transaction.commit().map_err(StoreError::from)?)
        })
        .await
    }

    /// Changes the organization as it is stored at this moment: no other change comes between. `None` when it is not there.
    pub(crate) async fn change_organization<E, F>(&self, id: &str, change: F) -> Result<Option<OrganizationRecord>, E>
    where
        E: From<StoreError> + From<OrganizationError> + Send + 'static,
        F: FnOnce(OrganizationRecord) -> Result<OrganizationRecord, E> + Send + 'static,
    {
        let id = id.to_owned();
        self.call(move |database, _| {
            let Some(stored) = one(database, "id = ?1", &id)? else { return Ok(None) };
            let changed = change(stored)?;
            let document = serde_json::to_string(&changed.document).map_err(StoreError::from)?;
            let updated = database.execute(
                "UPDATE organization SET name = ?2, document = ?3 WHERE id = ?1",
                params![id, changed.name, document],
            );
            unless_taken(updated, &changed.name)?;
            Ok(Some(changed))
        })
        .await
    }

    /// Its members and its connections' switches go with it; users and connections stay.
    pub(crate) async fn delete_organization(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.call(move |database, _| {
            database.execute("DELETE FROM organization WHERE id = ?1", [id])?;
            Ok(())
        })
        .await
    }

    async fn organization_by(
        &self,
        condition: &'static str,
        key: &str,
    ) -> Result<Option<OrganizationRecord>, StoreError> {
        let key = key.to_owned();
        self.call(move |database, _| one(database, condition, &key)).await
    }
}

fn one(database: &Connection, condition: &str, key: &str) -> Result<Option<OrganizationRecord>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM organization WHERE {condition}");
    let row = database.query_row(&sql, [key], columns).optional()?;
    Ok(row.map(read).transpose()?)
}

fn unless_taken(written: Result<usize, rusqlite::Error>, name: &str) -> Result<(), OrganizationError> {
    match written {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Err(OrganizationError::NameTaken { name: name.to_owned() })
        }
        Err(error) => Err(StoreError::from(error).into()),
    }
}

type Columns = (String, String, Vec<u8>);

fn columns(row: &Row<'_>) -> Result<Columns, rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?, unreadable::stored(row, 2)?))
}

fn read((id, name, document): Columns) -> Result<OrganizationRecord, Unreadable> {
    match unreadable::document_of::<Organization>(&document) {
        Ok(document) => Ok(OrganizationRecord { id, name, document }),
        Err(why) => Err(Unreadable { kind: "organization", id, name, why }),
    }
}
