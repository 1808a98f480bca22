use super::{Client, ClientError};
use crate::{CustomDomain, Method};

impl Client {
    /// The custom domains of the tenant. A sign-in through one that is ready has its redirect URI there.
    pub async fn custom_domains(&self) -> Result<Vec<CustomDomain>, ClientError> {
        self.call(Method::Get, &["custom-domains"]).json().await
    }
}
