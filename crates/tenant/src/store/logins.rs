use chrono::{DateTime, Utc};
use lintel_management::Connection;
use lintel_oidc::trace::Trace;
use rusqlite::OptionalExtension;
use serde_json::{Map, Value};

use super::{
    Store, StoreError, profile,
    provisioned::{self, NearestUser, Provisioning},
    traces, unreadable, user_rows,
};
use crate::ProfileSync;

/// A verified sign-in, to be written to its user.
#[derive(Debug)]
pub struct LoginOfUser<'a> {
    pub connection: &'a Connection,
    /// `sub` of the ID token.
    pub subject: &'a str,
    /// The mapped attributes.
    pub profile: &'a Map<String, Value>,
    pub sync: ProfileSync,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RecordedUser {
    /// As `GET /api/v2/users/{id}` shows it.
    pub user: Map<String, Value>,
    pub outcome: LoginOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginOutcome {
    Created,
    /// An attribute changed.
    Updated,
    /// Only the login was counted.
    Unchanged,
}

/// A login could not be written to a user.
#[derive(Debug, thiserror::Error)]
pub enum RecordLoginError {
    /// `never_on_login` creates nobody: users come by provisioning alone.
    #[error("{user_id} does not exist and the connection creates no users at login")]
    NotProvisioned { user_id: String, scim: bool, nearest: Option<NearestUser> },
    #[error("the user {user_id} is blocked")]
    Blocked { user_id: String },
    /// It was deleted while the person signed in; users of its name may belong to a newer one.
    #[error("the connection {connection_id} does not exist any more")]
    ConnectionGone { connection_id: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Creates or updates the user of a login.
    pub async fn record_login(
        &self,
        login: LoginOfUser<'_>,
        now: DateTime<Utc>,
    ) -> Result<RecordedUser, RecordLoginError> {
        let login = Login::of(login, now);
        self.write(move |database| login.write(database)).await
    }

    /// The same, and keeps with it the trace that `close` makes of it: either both are kept, or neither.
    pub(crate) async fn record_login_and_trace<C>(
        &self,
        login: LoginOfUser<'_>,
        client_id: &str,
        now: DateTime<Utc>,
        close: C,
    ) -> Result<(RecordedUser, Trace), RecordLoginError>
    where
        C: FnOnce(&RecordedUser) -> Trace + Send + 'static,
    {
        let (login, client_id) = (Login::of(login, now), client_id.to_owned());
        self.write(move |database| {
            let recorded = login.write(database)?;
            let trace = close(&recorded);
            // A trace that cannot be kept does not stop the sign-in.
            if let Err(error) = traces::insert(database, &login.connection.id, &client_id, &trace) {
                tracing::error!(connection = login.connection.name, "a trace was not kept: {error}");
            }
            Ok((recorded, trace))
        })
        .await
    }
}

/// A [`LoginOfUser`] on its way to the database.
struct Login {
    connection: Connection,
    subject: String,
    attributes: Map<String, Value>,
    sync: ProfileSync,
    now: DateTime<Utc>,
}

impl Login {
    fn of(login: LoginOfUser<'_>, now: DateTime<Utc>) -> Self {
        let LoginOfUser { connection, subject, profile, sync } = login;
        Login { connection: connection.clone(), subject: subject.to_owned(), attributes: profile.clone(), sync, now }
    }

    fn write(&self, database: &rusqlite::Connection) -> Result<RecordedUser, RecordLoginError> {
        let Login { connection, subject, attributes, sync, now } = self;
        let user_id = profile::user_id(&connection.name, subject);
        let gone = || RecordLoginError::ConnectionGone { connection_id: connection.id.clone() };
        let there = database
            .prepare_cached("SELECT 1 FROM connection WHERE id = ?1")
            .and_then(|mut query| query.exists([&connection.id]));
        if !there.map_err(StoreError::from)? {
            return Err(gone());
        }
        let before: Option<Vec<u8>> = database
            .prepare_cached("SELECT document FROM user WHERE user_id = ?1")
            .and_then(|mut query| query.query_row([&user_id], |row| unreadable::stored(row, 0)).optional())
            .map_err(StoreError::from)?;
        let scim = Provisioning::of(database, &connection.id)?;
        if before.is_none() && *sync == ProfileSync::NeverOnLogin {
            let nearest = match &scim {
                Some(scim) => provisioned::nearest(database, &connection.id, scim, attributes)?,
                None => None,
            };
            return Err(RecordLoginError::NotProvisioned { user_id, scim: scim.is_some(), nearest });
        }
        // A user who cannot be read is written anew.
        let before: Option<Map<String, Value>> = before.and_then(|document| match unreadable::document(&document) {
            Ok(user) => Some(user),
            Err(damage) => {
                tracing::warn!(connection = connection.name, "a user who could not be read is written anew: {damage}");
                None
            }
        });
        if before.as_ref().is_some_and(|before| before.get("blocked") == Some(&Value::Bool(true))) {
            return Err(RecordLoginError::Blocked { user_id });
        }
        let roots = scim.map(|scim| scim.roots()).unwrap_or_default();
        let user = profile::user_after_login(connection, subject, attributes, *sync, &roots, before.as_ref(), *now);
        user_rows::write(database, &connection.id, &user_id, &user)?.ok_or_else(gone)?;
        let outcome = match before {
            None => LoginOutcome::Created,
            Some(before) if profile::attributes(&before) == profile::attributes(&user) => LoginOutcome::Unchanged,
            Some(_) => LoginOutcome::Updated,
        };
        Ok(RecordedUser { user, outcome })
    }
}
