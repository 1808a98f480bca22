use openidconnect::IssuerUrl;

use super::checks::provider::ENDPOINT_UNUSABLE;
use crate::{Finding, metadata::ProviderMetadata};

/// The issuer as the library takes it.
pub(super) fn issuer(provider: &ProviderMetadata) -> Result<IssuerUrl, Finding> {
    IssuerUrl::new(provider.issuer.clone()).map_err(|_| {
        ENDPOINT_UNUSABLE
            .finding("issuer", format!("The issuer “{}” is not a URL.", provider.issuer))
            .expected("an https URL")
            .got(&provider.issuer)
            .remedy("Correct the issuer on the connection.")
    })
}
