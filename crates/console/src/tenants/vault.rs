//! Credentials of Auth0 tenants: in the system's keychain and nowhere else.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use lintel_oidc::Secret;
use lintel_tenant::KeySource;

use crate::view::{Problem, TenantAccess};

const SERVICE: &str = "dev.lintel.Lintel";

/// The client ID and secret of a machine-to-machine application.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
}

impl From<&TenantAccess> for Access {
    fn from(access: &TenantAccess) -> Self {
        Access { client_id: access.client_id.trim().to_owned(), client_secret: access.client_secret.clone() }
    }
}

/// Where credentials are kept, by tenant.
#[derive(Debug, Clone)]
pub(crate) enum Vault {
    Keychain,
    /// Without a keychain they are kept until the program ends.
    Memory(Arc<Mutex<HashMap<String, Access>>>),
}

impl Vault {
    /// Whoever seals the data folder without a keychain has none for credentials either.
    pub(crate) fn beside(key: &KeySource) -> Self {
        match key {
            KeySource::Keychain => Vault::Keychain,
            KeySource::Passphrase(_) | KeySource::Given(_) => Vault::Memory(Arc::default()),
        }
    }

    pub(crate) async fn keep(&self, tenant: &str, access: Access) -> Result<(), Problem> {
        match self {
            Vault::Keychain => {
                // As one value, so that ID and secret are never of two applications.
                let value = serde_json::json!([access.client_id, access.client_secret.expose()]).to_string();
                keychain(tenant, move |entry| entry.set_password(&value)).await
            }
            Vault::Memory(kept) => {
                lock(kept).insert(tenant.to_owned(), access);
                Ok(())
            }
        }
    }

    /// `None` where none are kept.
    pub(crate) async fn access(&self, tenant: &str) -> Result<Option<Access>, Problem> {
        match self {
            Vault::Keychain => {
                let value = keychain(tenant, |entry| match entry.get_password() {
                    Err(keyring::Error::NoEntry) => Ok(None),
                    value => value.map(Some),
                })
                .await?;
                let parts = value.and_then(|value| serde_json::from_str::<(String, String)>(&value).ok());
                Ok(parts.map(|(client_id, secret)| Access { client_id, client_secret: Secret::new(secret) }))
            }
            Vault::Memory(kept) => Ok(lock(kept).get(tenant).cloned()),
        }
    }

    pub(crate) async fn forget(&self, tenant: &str) -> Result<(), Problem> {
        match self {
            Vault::Keychain => {
                keychain(tenant, |entry| match entry.delete_credential() {
                    Err(keyring::Error::NoEntry) => Ok(()),
                    deleted => deleted,
                })
                .await
            }
            Vault::Memory(kept) => {
                lock(kept).remove(tenant);
                Ok(())
            }
        }
    }
}

/// The keychain can wait for a person to unlock it.
async fn keychain<T: Send + 'static>(
    tenant: &str,
    call: impl FnOnce(keyring::Entry) -> Result<T, keyring::Error> + Send + 'static,
) -> Result<T, Problem> {
    let user = format!("tenant/{tenant}");
    let called = tokio::task::spawn_blocking(move || keyring::Entry::new(SERVICE, &user).and_then(call)).await;
    match called {
        Ok(outcome) => outcome.map_err(|error| {
            tracing::error!(%error, "the keychain failed");
            Problem::new("keychain", format!("The system’s keychain did not answer: {error}."))
                .remedy("Unlock it and try again. The tenant’s credentials are kept there and nowhere else.")
        }),
        Err(error) => Err(Problem::new("keychain", format!("Asking the keychain did not run to its end: {error}."))),
    }
}

fn lock(kept: &Mutex<HashMap<String, Access>>) -> std::sync::MutexGuard<'_, HashMap<String, Access>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
