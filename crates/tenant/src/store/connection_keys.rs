use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use lintel_oidc::{Secret, signing::SigningKey};
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::{
    Rows, Store, StoreError, Unreadable,
    unreadable::{self, Damage, readable},
};
use crate::{
    connection_key::{ConnectionKey, FirstKeys},
    sealing::{Sealer, UnsealError},
};

const CURRENT: &str = "current";
const NEXT: &str = "next";

impl Store {
    /// The keys of a connection as the API shows them: current, previous, next. One that cannot be read has its state for an ID.
    pub(crate) async fn connection_keys(&self, connection_id: &str) -> Result<Rows<Map<String, Value>>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached(
                "SELECT document, state, current_since FROM connection_key WHERE connection_id = ?1 \
                 ORDER BY state = 'next', state",
            )?;
            let rows = query.query_map([id], |row| Ok((unreadable::stored(row, 0)?, row.get(1)?, row.get(2)?)))?;
            rows.map(|row| {
                let (document, state, since): (Vec<u8>, String, Option<String>) = row?;
                let mut shown = match unreadable::document_of::<lintel_management::ConnectionKey>(&document) {
                    Ok(document) => document,
                    Err(why) => return Ok(Err(damaged(&state, why))),
                };
                shown.insert(state, true.into());
                if let Some(since) = since {
                    shown.insert("current_since".to_owned(), since.into());
                }
                Ok(Ok(shown))
            })
            .collect()
        })
        .await
    }

    /// The public halves that an authorization server may meet: of the current key and of the next.
    pub(crate) async fn public_keys(&self, connection_id: &str) -> Result<Vec<Value>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached(
                "SELECT state, public_jwk FROM connection_key WHERE connection_id = ?1 AND private_key IS NOT NULL ORDER BY state",
            )?;
            let rows = query.query_map([id], |row| Ok((row.get(0)?, unreadable::stored(row, 1)?)))?;
            let rows = rows.collect::<Result<Vec<(String, Vec<u8>)>, _>>()?;
            let read = |(state, jwk): (String, Vec<u8>)| unreadable::document(&jwk).map_err(|why| damaged(&state, why));
            Ok(readable(rows.into_iter().map(read).collect()))
        })
        .await
    }

    /// The key that signs the connection's client assertions.
    pub(crate) async fn client_key(&self, connection_id: &str) -> Result<Option<Arc<SigningKey>>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, sealer| {
            let row: Option<(Vec<u8>, Vec<u8>)> = database
                .query_row(
                    "SELECT document, private_key FROM connection_key WHERE connection_id = ?1 AND state = 'current'",
                    [&id],
                    |row| Ok((unreadable::stored(row, 0)?, row.get(1)?)),
                )
                .optional()?;
            let Some((document, sealed)) = row else { return Ok(None) };
            let read = || -> Result<(Secret, String), Damage> {
                let document: Map<String, Value> = unreadable::document(&document)?;
                let text = |member: &str| document.get(member).and_then(Value::as_str).unwrap_or_default();
                let pem = sealer.unseal(&sealed, &place(&id, text("kid")))?;
                let pem = String::from_utf8(pem).map_err(|_| UnsealError::NotText)?;
                Ok((Secret::new(pem), text("algorithm").to_owned()))
            };
            let (pem, algorithm) = read().map_err(|why| damaged(CURRENT, why))?;
            Ok(Some(Arc::new(SigningKey::from_pkcs8_pem(&pem, algorithm.parse()?)?)))
        })
        .await
    }

    /// Whether the connection had no keys before.
    pub(crate) async fn insert_first_keys(&self, connection_id: &str, keys: FirstKeys) -> Result<bool, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, sealer| {
            let transaction = database.transaction()?;
            let there = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM connection_key WHERE connection_id = ?1)",
                [&id],
                |row| row.get(0),
            )?;
            if there {
                return Ok(false);
            }
            replace(&transaction, sealer, &id, &keys)?;
            transaction.commit()?;
            Ok(true)
        })
        .await
    }

    /// The next key becomes current, the current one previous and without its private half, and `next` takes its place. Whether
    /// the connection had keys.
    pub(crate) async fn rotate_keys(
        &self,
        connection_id: &str,
        next: ConnectionKey,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, sealer| {
            let transaction = database.transaction()?;
            transaction.execute("DELETE FROM connection_key WHERE connection_id = ?1 AND state = 'previous'", [&id])?;
            transaction.execute(
                "UPDATE connection_key SET state = 'previous', current_since = NULL, private_key = NULL \
                 WHERE connection_id = ?1 AND state = 'current'",
                [&id],
            )?;
            let became_current = transaction.execute(
                "UPDATE connection_key SET state = 'current', current_since = ?2 WHERE connection_id = ?1 AND state = 'next'",
                params![id, instant(now)],
            )?;
            if became_current == 0 {
                return Ok(false);
            }
            insert(&transaction, sealer, &id, NEXT, &next, None)?;
            transaction.commit()?;
            Ok(true)
        })
        .await
    }
}

/// A key is known by its state where its own ID cannot be read. Rotating the keys takes it out of use.
fn damaged(state: &str, why: Damage) -> Unreadable {
    Unreadable { kind: "key", id: state.to_owned(), name: format!("in state {state}"), why }
}

/// Gives a connection these keys and no others.
pub(super) fn replace(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    connection_id: &str,
    keys: &FirstKeys,
) -> Result<(), StoreError> {
    database.execute("DELETE FROM connection_key WHERE connection_id = ?1", [connection_id])?;
    insert(database, sealer, connection_id, CURRENT, &keys.current, Some(keys.at))?;
    insert(database, sealer, connection_id, NEXT, &keys.next, None)
}

fn insert(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    connection_id: &str,
    state: &str,
    key: &ConnectionKey,
    current_since: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let pem = key.signing.to_pkcs8_pem()?;
    let private_key = sealer.seal(pem.expose().as_bytes(), &place(connection_id, key.signing.kid()));
    database.execute(
        "INSERT INTO connection_key (connection_id, state, current_since, document, public_jwk, private_key) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            connection_id,
            state,
            current_since.map(instant),
            serde_json::to_string(&key.document)?,
            key.signing.public_jwk().to_string(),
            private_key,
        ],
    )?;
    Ok(())
}

/// Where a private key is sealed for.
fn place(connection_id: &str, kid: &str) -> String {
    format!("{connection_id}/{kid}")
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
