//! Credentials of Auth0 tenants: in the system's keychain and nowhere else.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use lintel_oidc::Secret;
use lintel_tenant::KeySource;
use serde_json::json;

use crate::view::{KeyAlgorithm, Problem, TenantCredentials};

const SERVICE: &str = "dev.lintel.Lintel";

/// Where credentials are kept, by tenant.
#[derive(Debug, Clone)]
pub(crate) enum Vault {
    Keychain,
    /// Without a keychain they are kept until the program ends.
    Memory(Arc<Mutex<HashMap<String, TenantCredentials>>>),
}

impl Vault {
    /// Whoever seals the data folder without a keychain has none for credentials either.
    pub(crate) fn beside(key: &KeySource) -> Self {
        match key {
            KeySource::Keychain => Vault::Keychain,
            KeySource::Passphrase(_) | KeySource::Given(_) => Vault::Memory(Arc::default()),
        }
    }

    pub(crate) async fn keep(&self, tenant: &str, access: TenantCredentials) -> Result<(), Problem> {
        match self {
            Vault::Keychain => {
                let value = written(&access);
                keychain(tenant, move |entry| entry.set_password(&value)).await
            }
            Vault::Memory(kept) => {
                lock(kept).insert(tenant.to_owned(), access);
                Ok(())
            }
        }
    }

    /// `None` where none are kept.
    pub(crate) async fn access(&self, tenant: &str) -> Result<Option<TenantCredentials>, Problem> {
        match self {
            Vault::Keychain => {
                let value = keychain(tenant, |entry| match entry.get_password() {
                    Err(keyring::Error::NoEntry) => Ok(None),
                    value => value.map(Some),
                })
                .await?;
                Ok(value.and_then(|value| read(&value)))
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

/// As one value, so that ID and secret are never of two applications.
fn written(credentials: &TenantCredentials) -> String {
    let value = match credentials {
        TenantCredentials::Secret { client_id, client_secret } => json!([client_id, client_secret.expose()]),
        TenantCredentials::PrivateKey { client_id, private_key, algorithm } => {
            json!([client_id, private_key.expose(), "private_key_jwt", algorithm])
        }
        TenantCredentials::Token { token } => json!(["", token.expose(), "token"]),
    };
    value.to_string()
}

/// Two parts are a client ID and its secret, which was all there was at first.
fn read(value: &str) -> Option<TenantCredentials> {
    let parts: Vec<String> = serde_json::from_str(value).ok()?;
    let (client_id, secret) = (parts.first()?.clone(), Secret::new(parts.get(1)?.as_str()));
    match parts.get(2).map(String::as_str) {
        None => Some(TenantCredentials::Secret { client_id, client_secret: secret }),
        Some("token") => Some(TenantCredentials::Token { token: secret }),
        Some("private_key_jwt") => {
            let algorithm: KeyAlgorithm = serde_json::from_value(parts.get(3)?.as_str().into()).ok()?;
            Some(TenantCredentials::PrivateKey { client_id, private_key: secret, algorithm })
        }
        Some(_) => None,
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

fn lock(
    kept: &Mutex<HashMap<String, TenantCredentials>>,
) -> std::sync::MutexGuard<'_, HashMap<String, TenantCredentials>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_credentials_is_read_as_it_was_written_and_the_first_form_is_read_still() {
        let client_id = "abc".to_owned();
        let secret = Secret::new("s3cret");
        for credentials in [
            TenantCredentials::Secret { client_id: client_id.clone(), client_secret: secret.clone() },
            TenantCredentials::PrivateKey {
                client_id: client_id.clone(),
                private_key: secret.clone(),
                algorithm: KeyAlgorithm::PS256,
            },
            TenantCredentials::Token { token: secret.clone() },
        ] {
            assert_eq!(read(&written(&credentials)), Some(credentials));
        }
        let first = TenantCredentials::Secret { client_id, client_secret: secret };
        assert_eq!(read(r#"["abc","s3cret"]"#), Some(first));
        for damaged in
            ["", "{}", "[]", r#"["abc"]"#, r#"["abc","s3cret","else"]"#, r#"["a","b","private_key_jwt","none"]"#]
        {
            assert_eq!(read(damaged), None, "{damaged}");
        }
    }
}
