//! Through which connections the members of an organization sign in.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreError};

/// A connection that is enabled for an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrganizationConnection {
    pub(crate) connection_id: String,
    /// Of the connection, as `strategy` is; empty where it cannot be read.
    pub(crate) name: String,
    pub(crate) strategy: String,
    pub(crate) switches: Switches,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Switches {
    /// Whoever signs in through it becomes a member.
    pub(crate) assign_membership_on_login: bool,
    pub(crate) show_as_button: bool,
    pub(crate) is_signup_enabled: bool,
}

impl Switches {
    /// Those of a connection that is enabled without saying more.
    pub(crate) const NEW: Switches =
        Switches { assign_membership_on_login: false, show_as_button: true, is_signup_enabled: false };
}

const SELECT: &str = "SELECT connection.id, connection.name, \
    coalesce(iif(json_valid(document), json_extract(document, '$.strategy'), NULL), ''), \
    assign_membership_on_login, organization_connection.show_as_button, is_signup_enabled \
    FROM organization_connection JOIN connection ON connection_id = connection.id WHERE organization_id = ?1";

impl Store {
    /// The connections of an organization, in the order in which they were enabled.
    pub(crate) async fn organization_connections(
        &self,
        organization_id: &str,
    ) -> Result<Vec<OrganizationConnection>, StoreError> {
        let organization_id = organization_id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached(&format!("{SELECT} ORDER BY organization_connection.position"))?;
            Ok(query.query_map([organization_id], read)?.collect::<Result<_, _>>()?)
        })
        .await
    }

    pub(crate) async fn organization_connection(
        &self,
        organization_id: &str,
        connection_id: &str,
    ) -> Result<Option<OrganizationConnection>, StoreError> {
        let (organization_id, connection_id) = (organization_id.to_owned(), connection_id.to_owned());
        self.call(move |database, _| one(database, &organization_id, &connection_id)).await
    }

    /// Enables the connection for the organization. Whether it was not enabled before; nothing is changed where it was.
    pub(crate) async fn enable_for_organization(
        &self,
        organization_id: &str,
        connection_id: &str,
        switches: Switches,
    ) -> Result<bool, StoreError> {
        let organization_id = organization_id.to_owned();
        let connection = OrganizationConnection {
            connection_id: connection_id.to_owned(),
            name: String::new(),
            strategy: String::new(),
            switches,
        };
        self.call(move |database, _| insert(database, &organization_id, &connection)).await
    }

    /// Changes the switches as they are at this moment. `None` where the connection is not enabled.
    pub(crate) async fn change_organization_connection(
        &self,
        organization_id: &str,
        connection_id: &str,
        change: impl FnOnce(Switches) -> Switches + Send + 'static,
    ) -> Result<Option<OrganizationConnection>, StoreError> {
        let (organization_id, connection_id) = (organization_id.to_owned(), connection_id.to_owned());
        self.call(move |database, _| {
            let Some(mut connection) = one(database, &organization_id, &connection_id)? else { return Ok(None) };
            connection.switches = change(connection.switches);
            let Switches { assign_membership_on_login, show_as_button, is_signup_enabled } = connection.switches;
            database.execute(
                "UPDATE organization_connection SET assign_membership_on_login = ?3, show_as_button = ?4, \
                 is_signup_enabled = ?5 WHERE organization_id = ?1 AND connection_id = ?2",
                params![organization_id, connection_id, assign_membership_on_login, show_as_button, is_signup_enabled],
            )?;
            Ok(Some(connection))
        })
        .await
    }

    pub(crate) async fn disable_for_organization(
        &self,
        organization_id: &str,
        connection_id: &str,
    ) -> Result<(), StoreError> {
        let (organization_id, connection_id) = (organization_id.to_owned(), connection_id.to_owned());
        self.call(move |database, _| {
            database.execute(
                "DELETE FROM organization_connection WHERE organization_id = ?1 AND connection_id = ?2",
                params![organization_id, connection_id],
            )?;
            Ok(())
        })
        .await
    }
}

pub(super) fn one(
    database: &Connection,
    organization_id: &str,
    connection_id: &str,
) -> Result<Option<OrganizationConnection>, StoreError> {
    let mut query = database.prepare_cached(&format!("{SELECT} AND connection_id = ?2"))?;
    Ok(query.query_row([organization_id, connection_id], read).optional()?)
}

pub(super) fn exists(database: &Connection, connection_id: &str) -> Result<bool, StoreError> {
    Ok(database.prepare_cached("SELECT 1 FROM connection WHERE id = ?1")?.exists([connection_id])?)
}

/// Whether it was not enabled before.
pub(super) fn insert(
    database: &Connection,
    organization_id: &str,
    connection: &OrganizationConnection,
) -> Result<bool, StoreError> {
    let Switches { assign_membership_on_login, show_as_button, is_signup_enabled } = connection.switches;
    let inserted = database.execute(
        "INSERT OR IGNORE INTO organization_connection (organization_id, connection_id, assign_membership_on_login, \
         show_as_button, is_signup_enabled) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            organization_id,
            connection.connection_id,
            assign_membership_on_login,
            show_as_button,
            is_signup_enabled
        ],
    )?;
    Ok(inserted > 0)
}

fn read(row: &Row<'_>) -> Result<OrganizationConnection, rusqlite::Error> {
    Ok(OrganizationConnection {
        connection_id: row.get(0)?,
        name: row.get(1)?,
        strategy: row.get(2)?,
        switches: Switches {
            assign_membership_on_login: row.get(3)?,
            show_as_button: row.get(4)?,
            is_signup_enabled: row.get(5)?,
        },
    })
}
