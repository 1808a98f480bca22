//! What a login needs to know of a connection that takes SCIM: which attributes are provisioned, and who may be meant.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use super::{StoreError, unreadable, user_values::folded};

/// A provisioned user who may be the person of a login that found none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestUser {
    pub user_id: String,
    pub external_id: Option<String>,
    /// What both have: `email ada@harbour.example`.
    pub same: String,
}

/// The mapping of a connection, as far as its paths are concerned.
pub(super) struct Provisioning(Vec<(String, String)>);

impl Provisioning {
    /// `None` where the connection takes no SCIM.
    pub(super) fn of(database: &Connection, connection_id: &str) -> Result<Option<Self>, StoreError> {
        let document: Option<Vec<u8>> = database
            .prepare_cached("SELECT document FROM scim_configuration WHERE connection_id = ?1")?
            .query_row([connection_id], |row| unreadable::stored(row, 0))
            .optional()?;
        let Some(document) = document else { return Ok(None) };
        let document: Value = serde_json::from_slice(&document).unwrap_or_default();
        let pairs = document.get("mapping").and_then(Value::as_array).into_iter().flatten();
        let pair =
            |pair: &Value| Some((pair.get("scim")?.as_str()?.to_owned(), pair.get("auth0")?.as_str()?.to_owned()));
        Ok(Some(Provisioning(pairs.filter_map(pair).collect())))
    }

    /// The root attributes that SCIM writes.
    pub(super) fn roots(&self) -> Vec<String> {
        self.0.iter().map(|(_, profile)| profile.clone()).filter(|profile| !profile.contains('.')).collect()
    }

    fn of_scim(&self, attribute: &str) -> impl Iterator<Item = &str> {
        let is = move |scim: &str| {
            scim == attribute || scim.strip_prefix(attribute).is_some_and(|rest| rest.starts_with('['))
        };
        self.0.iter().filter(move |(scim, _)| is(scim)).map(|(_, profile)| profile.as_str())
    }
}

/// The oldest user of the connection who has the e-mail address or the user name of the login.
pub(super) fn nearest(
    database: &Connection,
    connection_id: &str,
    scim: &Provisioning,
    login: &Map<String, Value>,
) -> Result<Option<NearestUser>, StoreError> {
    let said = |name: &str| login.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let names = || ["preferred_username", "upn", "email"].into_iter().filter_map(said);
    let by_email = scim.of_scim("emails").flat_map(|path| said("email").map(|email| (path, email, "email")));
    let by_name = scim.of_scim("userName").flat_map(|path| names().map(move |name| (path, name, "userName")));
    for (path, value, what) in by_email.chain(by_name) {
        let found: Option<(String, i64)> = database
            .prepare_cached(
                "SELECT user_id, position FROM user_value JOIN user ON position = user \
                 WHERE user_value.connection_id = ?1 AND path = ?2 AND folded = ?3 ORDER BY position LIMIT 1",
            )?
            .query_row(params![connection_id, path, folded(value)], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((user_id, position)) = found {
            let external_id = scim.of_scim("externalId").next();
            let external_id = external_id.map(|path| value_at(database, position, path)).transpose()?.flatten();
            return Ok(Some(NearestUser { user_id, external_id, same: format!("{what} {value}") }));
        }
    }
    Ok(None)
}

fn value_at(database: &Connection, position: i64, path: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT exact FROM user_value WHERE user = ?1 AND path = ?2";
    Ok(database.prepare_cached(sql)?.query_row(params![position, path], |row| row.get(0)).optional()?)
}
