use aws_lc_rs::constant_time::verify_slices_are_equal;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{Store, StoreError};

/// The tokens that a connection may have at once.
pub(crate) const MOST_TOKENS: u32 = 2;
/// The revoked tokens of a connection that are still known for what they were.
const REVOKED_KEPT: u32 = 20;
/// How long a use is not written down after the one before.
const USE_WRITTEN: TimeDelta = TimeDelta::minutes(1);
/// `tok_`, 16 characters, a dot, 64 characters.
const LONGEST_TOKEN: usize = 85;

/// A token without its value, which nobody keeps. Times are RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimTokenRecord {
    pub id: String,
    /// As [`crate::ScimScope`] writes them.
    pub scopes: Vec<String>,
    pub created_at: String,
    /// `None`: it does not expire.
    pub valid_until: Option<String>,
    pub last_used_at: Option<String>,
}

/// What a presented token is worth at a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScimTokenVerdict {
    Good(ScimTokenRecord),
    /// Nobody made it, or a character of it is wrong.
    Unknown,
    /// A token of this tenant, for another connection.
    OfAnotherConnection,
    /// A person ended it, or SCIM of its connection was switched off.
    Revoked {
        at: String,
    },
    Expired {
        at: String,
    },
}

/// A token could not be added.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InsertTokenError {
    #[error("the connection takes no SCIM")]
    Off,
    #[error("the connection has as many tokens as it may have")]
    TooMany,
    #[error(transparent)]
    Store(#[from] StoreError),
}

const COLUMNS: &str = "id, scopes, created_at, valid_until, last_used_at";

impl Store {
    /// The tokens of the connection that were not revoked, oldest first; expired ones as well.
    pub async fn scim_tokens(&self, connection_id: &str) -> Result<Vec<ScimTokenRecord>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let sql = format!(
                "SELECT {COLUMNS} FROM scim_token WHERE connection_id = ?1 AND revoked_at IS NULL ORDER BY position"
            );
            let mut query = database.prepare_cached(&sql)?;
            Ok(query.query_map([id], record)?.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Keeps the token with the digest of its value.
    pub(crate) async fn insert_scim_token(
        &self,
        connection_id: &str,
        token: &ScimTokenRecord,
        value: &str,
    ) -> Result<(), InsertTokenError> {
        let (id, token, digest) = (connection_id.to_owned(), token.clone(), Sha256::digest(value).to_vec());
        self.call(move |database, _| {
            let transaction = database.transaction().map_err(StoreError::from)?;
            let count =
                |sql: &str| -> Result<u32, StoreError> { Ok(transaction.query_row(sql, [&id], |row| row.get(0))?) };
            if count("SELECT count(*) FROM scim_configuration WHERE connection_id = ?1")? == 0 {
                return Err(InsertTokenError::Off);
            }
            let there = "SELECT count(*) FROM scim_token WHERE connection_id = ?1 AND revoked_at IS NULL";
            if count(there)? >= MOST_TOKENS {
                return Err(InsertTokenError::TooMany);
            }
            let scopes = serde_json::to_string(&token.scopes).map_err(StoreError::from)?;
            transaction
                .execute(
                    "INSERT INTO scim_token (id, connection_id, digest, scopes, created_at, valid_until) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![token.id, id, digest, scopes, token.created_at, token.valid_until],
                )
                .map_err(StoreError::from)?;
            Ok(transaction.commit().map_err(StoreError::from)?)
        })
        .await
    }

    /// Ends the token, if the connection has it.
    pub(crate) async fn revoke_scim_token(
        &self,
        connection_id: &str,
        token_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (id, token_id) = (connection_id.to_owned(), token_id.to_owned());
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            revoke(&transaction, &id, Some(&token_id), now)?;
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    /// What the token that was presented at the connection is worth. A use is written down, at most once a minute.
    pub async fn scim_token(
        &self,
        connection_id: &str,
        presented: &str,
        now: DateTime<Utc>,
    ) -> Result<ScimTokenVerdict, StoreError> {
        let (id, presented) = (connection_id.to_owned(), presented.to_owned());
        self.call(move |database, _| verdict(database, &id, &presented, now)).await
    }
}

/// As [`Store::scim_token`], for a call that asks more.
pub(super) fn verdict(
    database: &rusqlite::Connection,
    connection_id: &str,
    presented: &str,
    now: DateTime<Utc>,
) -> Result<ScimTokenVerdict, StoreError> {
    let Some((token_id, _)) = presented.split_once('.').filter(|_| presented.len() <= LONGEST_TOKEN) else {
        return Ok(ScimTokenVerdict::Unknown);
    };
    let digest = Sha256::digest(presented);
    let sql = format!("SELECT {COLUMNS}, connection_id, digest, revoked_at FROM scim_token WHERE id = ?1");
    let found: Option<(ScimTokenRecord, String, Vec<u8>, Option<String>)> = database
        .prepare_cached(&sql)?
        .query_row([token_id], |row| Ok((record(row)?, row.get(5)?, row.get(6)?, row.get(7)?)))
        .optional()?;
    let Some((token, connection, kept, revoked)) = found else { return Ok(ScimTokenVerdict::Unknown) };
    if verify_slices_are_equal(&kept, &digest).is_err() {
        return Ok(ScimTokenVerdict::Unknown);
    }
    if connection != connection_id {
        return Ok(ScimTokenVerdict::OfAnotherConnection);
    }
    if let Some(at) = revoked {
        return Ok(ScimTokenVerdict::Revoked { at });
    }
    let at = instant(now);
    if let Some(until) = token.valid_until.as_ref().filter(|until| **until <= at) {
        return Ok(ScimTokenVerdict::Expired { at: until.clone() });
    }
    let recent = instant(now - USE_WRITTEN);
    if token.last_used_at.as_ref().is_none_or(|last| *last <= recent || *last > at) {
        let mut update = database.prepare_cached("UPDATE scim_token SET last_used_at = ?2 WHERE id = ?1")?;
        update.execute(params![token.id, at])?;
    }
    Ok(ScimTokenVerdict::Good(token))
}

/// Ends one token of the connection, or all of them, and forgets the oldest of those that ended.
pub(super) fn revoke(
    database: &rusqlite::Connection,
    connection_id: &str,
    token_id: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    database.execute(
        "UPDATE scim_token SET revoked_at = ?3 \
         WHERE connection_id = ?1 AND revoked_at IS NULL AND (?2 IS NULL OR id = ?2)",
        params![connection_id, token_id, instant(now)],
    )?;
    database.execute(
        "DELETE FROM scim_token WHERE connection_id = ?1 AND revoked_at IS NOT NULL AND position NOT IN \
         (SELECT position FROM scim_token WHERE connection_id = ?1 AND revoked_at IS NOT NULL \
          ORDER BY revoked_at DESC, position DESC LIMIT ?2)",
        params![connection_id, REVOKED_KEPT],
    )?;
    Ok(())
}

/// Of scopes that cannot be read a token has none.
fn record(row: &Row<'_>) -> Result<ScimTokenRecord, rusqlite::Error> {
    let scopes: String = row.get(1)?;
    Ok(ScimTokenRecord {
        id: row.get(0)?,
        scopes: serde_json::from_str(&scopes).unwrap_or_default(),
        created_at: row.get(2)?,
        valid_until: row.get(3)?,
        last_used_at: row.get(4)?,
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
