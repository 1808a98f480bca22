use lintel_oidc::Secret;

use super::{
    Store, StoreError,
    settings::{read, write},
};
use crate::sealing::UnsealError;

impl Store {
    /// A setting, sealed at rest.
    pub(crate) async fn secret_setting(&self, name: &'static str) -> Result<Option<Secret>, StoreError> {
        self.call(move |database, sealer| {
            let Some(sealed) = read(database, name)? else { return Ok(None) };
            let text = String::from_utf8(sealer.unseal(&sealed, name)?).map_err(|_| UnsealError::NotText)?;
            Ok(Some(Secret::new(text)))
        })
        .await
    }

    pub(crate) async fn keep_secret_setting(&self, name: &'static str, value: Secret) -> Result<(), StoreError> {
        self.call(move |database, sealer| {
            write(database, name, &sealer.seal(value.expose().as_bytes(), name))?;
            Ok(())
        })
        .await
    }
}
