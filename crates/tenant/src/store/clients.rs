use lintel_oidc::Secret;
use rusqlite::{ErrorCode, OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::{Store, StoreError};
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
        let texts = |member: &str| -> Vec<String> {
            let items = client.get(member).and_then(Value::as_array);
            items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
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

    pub fn name(&self) -> &str {
        self.client.get("name").and_then(Value::as_str).unwrap_or(&self.client_id)
    }
}

impl Store {
    pub async fn client(&self, client_id: &str) -> Result<Option<ApplicationRecord>, StoreError> {
        let client_id = client_id.to_owned();
        self.call(move |database, sealer| one(database, sealer, &client_id)).await
    }

    /// Every application, oldest first.
    pub async fn clients(&self) -> Result<Vec<ApplicationRecord>, StoreError> {
        self.call(|database, sealer| {
            let mut query = database
                .prepare_cached("SELECT client_id, document, client_secret, granted FROM client ORDER BY position")?;
            let rows = query.query_map([], columns)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(|row| record(row, sealer)).collect()
        })
        .await
    }

    pub async fn insert_client(&self, application: &ApplicationRecord) -> Result<(), InsertClientError> {
        let application = application.clone();
        self.call(move |database, sealer| {
            let secret = sealed_secret(&application, sealer);
            let document = serde_json::to_string(&application.client).map_err(StoreError::from)?;
            let granted = application
                .granted_scopes
                .map(|scopes| serde_json::to_string(&scopes))
                .transpose()
                .map_err(StoreError::from)?;
            let inserted = database.execute(
                "INSERT INTO client (client_id, document, client_secret, granted) VALUES (?1, ?2, ?3, ?4)",
                params![application.client_id, document, secret, granted],
            );
            match inserted {
                Ok(_) => Ok(()),
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    Err(InsertClientError::ClientIdTaken { client_id: application.client_id })
                }
                Err(error) => Err(StoreError::from(error).into()),
            }
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

fn one(
    database: &rusqlite::Connection,
    sealer: &Sealer,
    client_id: &str,
) -> Result<Option<ApplicationRecord>, StoreError> {
    let sql = "SELECT client_id, document, client_secret, granted FROM client WHERE client_id = ?1";
    let row = database.query_row(sql, [client_id], columns).optional()?;
    row.map(|row| record(row, sealer)).transpose()
}

fn sealed_secret(application: &ApplicationRecord, sealer: &Sealer) -> Option<Vec<u8>> {
    let secret = application.client_secret.as_ref()?;
    Some(sealer.seal(secret.expose().as_bytes(), &application.client_id))
}

type Columns = (String, String, Option<Vec<u8>>, Option<String>);

fn columns(row: &Row<'_>) -> Result<Columns, rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn record((client_id, document, secret, granted): Columns, sealer: &Sealer) -> Result<ApplicationRecord, StoreError> {
    let secret = match secret {
        None => None,
        Some(sealed) => {
            let text = String::from_utf8(sealer.unseal(&sealed, &client_id)?).map_err(|_| UnsealError::NotText)?;
            Some(Secret::new(text))
        }
    };
    let granted = granted.map(|granted| serde_json::from_str(&granted)).transpose()?;
    Ok(ApplicationRecord::new(serde_json::from_str(&document)?, client_id, secret, granted))
}
