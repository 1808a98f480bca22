use lintel_management::{Application, texts};
use lintel_oidc::Secret;
use rusqlite::{ErrorCode, OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::{
    Rows, Store, StoreError, Unreadable,
    unreadable::{self, Damage, readable},
};
use crate::sealing::{Sealer, UnsealError};

/// An application: a client of the tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct ApplicationRecord {
    pub client_id: String,
    pub client_secret: Option<Secret>,
    /// As `GET /api/v2/clients/{id}` shows it, without its secret.
    pub client: Map<String, Value>,
    /// The redirect URIs it may use.
    pub callbacks: Vec<String>,
    /// `regular_web`, `spa`, `native` or `non_interactive`.
    pub app_type: Option<String>,
    /// `none` for a public client.
    pub token_endpoint_auth_method: String,
    pub grant_types: Vec<String>,
    pub is_first_party: bool,
    /// The Management API scopes that it gets by client_credentials; `None` when it may not call that API.
    pub granted_scopes: Option<Vec<String>>,
}

/// An application could not be added.
#[derive(Debug, thiserror::Error)]
pub enum InsertClientError {
    #[error("an application with client ID {client_id} exists")]
    ClientIdTaken { client_id: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApplicationRecord {
    /// Reads the members that the tenant acts on out of the document.
    pub fn new(
        client: Map<String, Value>,
        client_id: String,
        client_secret: Option<Secret>,
        granted_scopes: Option<Vec<String>>,
    ) -> Self {
        let text = |member: &str| client.get(member).and_then(Value::as_str).map(str::to_owned);
        let texts = |member: &str| texts(&client, member).map(str::to_owned).collect();
        ApplicationRecord {
            callbacks: texts("callbacks"),
            app_type: text("app_type"),
            token_endpoint_auth_method: text("token_endpoint_auth_method")
                .unwrap_or_else(|| "client_secret_post".to_owned()),
            grant_types: texts("grant_types"),
            is_first_party: client.get("is_first_party").and_then(Value::as_bool).unwrap_or(true),
            client_id,
            client_secret,
            client,
            granted_scopes,
        }
    }

    /// Whether it is Auth0's own, which stands for all of a tenant's: nobody signs in to it.
    pub(crate) fn is_global(&self) -> bool {
        self.client.get("global") == Some(&true.into())
    }

    pub fn name(&self) -> &str {
        self.client.get("name").and_then(Value::as_str).unwrap_or(&self.client_id)
    }
}

impl Store {
    pub async fn client(&self, client_id: &str) -> Result<Option<ApplicationRecord>, StoreError> {
        let client_id = client_id.to_owned();
        self.call(move |database, sealer| one(database, sealer, &client_id)).await
    }

    /// Whether there is such an application, readable or not.
    pub(crate) async fn has_client(&self, client_id: &str) -> Result<bool, StoreError> {
        let client_id = client_id.to_owned();
        self.call(move |database, _| {
            Ok(database.prepare_cached("SELECT 1 FROM client WHERE client_id = ?1")?.exists([client_id])?)
        })
        .await
    }

    /// Every application that can be read, oldest first.
    pub async fn clients(&self) -> Result<Vec<ApplicationRecord>, StoreError> {
        self.client_rows().await.map(readable)
    }

    /// Every application, oldest first.
    pub(crate) async fn client_rows(&self) -> Result<Rows<ApplicationRecord>, StoreError> {
        self.call(|database, sealer| {
            let mut query = database
                .prepare_cached("SELECT client_id, document, client_secret, granted FROM client ORDER BY position")?;
            let rows = query.query_map([], columns)?.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().map(|row| read(row, sealer)).collect())
        })
        .await
    }

    pub async fn insert_client(&self, application: &ApplicationRecord) -> Result<(), InsertClientError> {
        let client_id = application.client_id.clone();
        match self.write_client("", application).await {
            Err(StoreError::Database(error)) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Err(InsertClientError::ClientIdTaken { client_id })
            }
            written => Ok(written?),
        }
    }

    /// Puts the application in the place of the one with its client ID, if there is one. Connections stay enabled for it.
    pub(crate) async fn replace_client(&self, application: &ApplicationRecord) -> Result<(), StoreError> {
        let replace = "ON CONFLICT (client_id) DO UPDATE SET \
            document = excluded.document, client_secret = excluded.client_secret, granted = excluded.granted";
        self.write_client(replace, application).await
    }

    async fn write_client(&self, on_conflict: &'static str, application: &ApplicationRecord) -> Result<(), StoreError> {
        let application = application.clone();
        self.call(move |database, sealer| {
            let secret = sealed_secret(&application, sealer);
            let document = serde_json::to_string(&application.client)?;
            let granted = application.granted_scopes.map(|scopes| serde_json::to_string(&scopes)).transpose()?;
            database.execute(
                &format!(
                    "INSERT INTO client (client_id, document, client_secret, granted) VALUES (?1, ?2, ?3, ?4) {on_conflict}"
                ),
                params![application.client_id, document, secret, granted],
            )?;
            Ok(())
        })
        .await
    }

    /// Changes the application as it is stored at this moment: no other change comes between. `None` when it is not there.
    pub(crate) async fn change_client<E, F>(&self, client_id: &str, change: F) -> Result<Option<ApplicationRecord>, E>
    where
        E: From<StoreError> + Send + 'static,
        F: FnOnce(ApplicationRecord) -> Result<ApplicationRecord, E> + Send + 'static,
    {
        let client_id = client_id.to_owned();
        self.call(move |database, sealer| {
            let Some(stored) = one(database, sealer, &client_id)? else { return Ok(None) };
            let changed = change(stored)?;
            let document = serde_json::to_string(&changed.client).map_err(StoreError::from)?;
            let secret = sealed_secret(&changed, sealer);
            database
                .execute(
                    "UPDATE client SET document = ?2, client_secret = ?3 WHERE client_id = ?1",
                    params![client_id, document, secret],
                )
                .map_err(StoreError::from)?;
            Ok(Some(changed))
        })
        .await
    }

    /// Its enablements go with it.
    pub(crate) async fn delete_client(&self, client_id: &str) -> Result<(), StoreError> {
        let client_id = client_id.to_owned();
        self.call(move |database, _| {
            database.execute("DELETE FROM client WHERE client_id = ?1", [client_id])?;
            Ok(())
        })
        .await
    }

    pub(crate) async fn grant_scopes(&self, client_id: &str, scopes: &[String]) -> Result<(), StoreError> {
        let (client_id, granted) = (client_id.to_owned(), serde_json::to_string(scopes)?);
        self.call(move |database, _| {
            database.execute("UPDATE client SET granted = ?2 WHERE client_id = ?1", params![client_id, granted])?;
            Ok(())
        })
        .await
    }
}

pub(super) fn one(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    client_id: &str,
) -> Result<Option<ApplicationRecord>, StoreError> {
    let sql = "SELECT client_id, document, client_secret, granted FROM client WHERE client_id = ?1";
    let row = database.prepare_cached(sql)?.query_row([client_id], columns).optional()?;
    Ok(row.map(|row| read(row, sealer)).transpose()?)
}

fn sealed_secret(application: &ApplicationRecord, sealer: &Sealer) -> Option<Vec<u8>> {
    let secret = application.client_secret.as_ref()?;
    Some(sealer.seal(secret.expose().as_bytes(), &application.client_id))
}

type Columns = (String, Vec<u8>, Option<Vec<u8>>, Option<String>);

fn columns(row: &Row<'_>) -> Result<Columns, rusqlite::Error> {
    Ok((row.get(0)?, unreadable::stored(row, 1)?, row.get(2)?, row.get(3)?))
}

fn read(columns: Columns, sealer: &Sealer) -> Result<ApplicationRecord, Unreadable> {
    let client_id = columns.0.clone();
    record(columns, sealer).map_err(|why| {
        let (id, name) = (client_id.clone(), client_id);
        Unreadable { kind: "application", id, name, why }
    })
}

fn record((client_id, document, secret, granted): Columns, sealer: &Sealer) -> Result<ApplicationRecord, Damage> {
    let secret = match secret {
        None => None,
        Some(sealed) => {
            let text = String::from_utf8(sealer.unseal(&sealed, &client_id)?).map_err(|_| UnsealError::NotText)?;
            Some(Secret::new(text))
        }
    };
    let granted = granted.map(|granted| unreadable::document(granted.as_bytes())).transpose()?;
    let mut client: Map<String, Value> = unreadable::document(&document)?;
    client.entry("client_id").or_insert_with(|| client_id.clone().into());
    serde_json::from_value::<Application>(client.clone().into()).map_err(|_| Damage::OtherShape)?;
    Ok(ApplicationRecord::new(client, client_id, secret, granted))
}
