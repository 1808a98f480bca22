//! Who belongs to an organization.

use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::{Rows, Store, StoreError, organization_connections, users};

/// What a sign-in to an organization comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Membership {
    Member,
    /// By this sign-in: the connection assigns membership.
    Joined,
    /// And the connection assigns none.
    NotMember,
    /// The connection is not enabled for the organization.
    NotEnabled,
    OrganizationGone,
}

impl Store {
    /// The members, in the order in which they joined.
    pub(crate) async fn organization_members(
        &self,
        organization_id: &str,
    ) -> Result<Rows<Map<String, Value>>, StoreError> {
        let organization_id = organization_id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached(
                "SELECT user_id, document FROM user JOIN organization_member ON user = user.position \
                 WHERE organization_id = ?1 ORDER BY organization_member.position",
            )?;
            let rows = query.query_map([organization_id], users::columns)?.map(|row| row.map(users::read));
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    pub(crate) async fn is_member(&self, organization_id: &str, user_id: &str) -> Result<bool, StoreError> {
        let (organization_id, user_id) = (organization_id.to_owned(), user_id.to_owned());
        self.call(move |database, _| {
            let mut query = database.prepare_cached(
                "SELECT 1 FROM organization_member JOIN user ON user = user.position \
                 WHERE organization_id = ?1 AND user_id = ?2",
            )?;
            Ok(query.exists([organization_id, user_id])?)
        })
        .await
    }

    /// Adds all of the users, or none where one does not exist: that one's ID then.
    pub(crate) async fn add_members(
        &self,
        organization_id: &str,
        user_ids: Vec<String>,
    ) -> Result<Result<(), String>, StoreError> {
        let organization_id = organization_id.to_owned();
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            for user_id in user_ids {
                let position: Option<i64> = transaction
                    .query_row("SELECT position FROM user WHERE user_id = ?1", [&user_id], |row| row.get(0))
                    .optional()?;
                let Some(position) = position else { return Ok(Err(user_id)) };
                insert(&transaction, &organization_id, position)?;
            }
            transaction.commit()?;
            Ok(Ok(()))
        })
        .await
    }

    pub(crate) async fn remove_members(&self, organization_id: &str, user_ids: Vec<String>) -> Result<(), StoreError> {
        let organization_id = organization_id.to_owned();
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            for user_id in user_ids {
                transaction.execute(
                    "DELETE FROM organization_member WHERE organization_id = ?1 \
                     AND user = (SELECT position FROM user WHERE user_id = ?2)",
                    params![organization_id, user_id],
                )?;
            }
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    /// Lets a user who has signed in through the connection into the organization, as both are at this moment.
    pub(crate) async fn enter_organization(
        &self,
        organization_id: &str,
        connection_id: &str,
        user_id: &str,
    ) -> Result<Membership, StoreError> {
        let (organization_id, connection_id, user_id) =
            (organization_id.to_owned(), connection_id.to_owned(), user_id.to_owned());
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            if !transaction.prepare_cached("SELECT 1 FROM organization WHERE id = ?1")?.exists([&organization_id])? {
                return Ok(Membership::OrganizationGone);
            }
            let Some(enabled) = organization_connections::one(&transaction, &organization_id, &connection_id)? else {
                return Ok(Membership::NotEnabled);
            };
            let user: i64 =
                transaction.query_row("SELECT position FROM user WHERE user_id = ?1", [&user_id], |row| row.get(0))?;
            let sql = "SELECT 1 FROM organization_member WHERE organization_id = ?1 AND user = ?2";
            if transaction.prepare_cached(sql)?.exists(params![organization_id, user])? {
                return Ok(Membership::Member);
            }
            if !enabled.switches.assign_membership_on_login {
                return Ok(Membership::NotMember);
            }
            insert(&transaction, &organization_id, user)?;
            transaction.commit()?;
            Ok(Membership::Joined)
        })
        .await
    }
}

fn insert(database: &rusqlite::Connection, organization_id: &str, user: i64) -> Result<(), StoreError> {
    database.execute(
        "INSERT OR IGNORE INTO organization_member (organization_id, user) VALUES (?1, ?2)",
        params![organization_id, user],
    )?;
    Ok(())
}
