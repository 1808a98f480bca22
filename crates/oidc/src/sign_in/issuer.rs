use openidconnect::IssuerUrl;

use super::checks::provider::ENDPOINT_UNUSABLE;
use crate::{Finding, metadata::ProviderMetadata};

/// Where two spellings part, in words that follow both: a person sees a missing slash no other way.
pub(super) fn difference(expected: &str, got: &str) -> String {
    let position = expected.chars().zip(got.chars()).take_while(|(a, b)| a == b).count();
    if got.trim_end_matches('/') == expected.trim_end_matches('/') {
        return "; they differ in the trailing slash".to_owned();
    }
    format!("; they differ from character {}", position + 1)
}

/// What to do where the connection's issuer is one for many, as in the metadata that Microsoft publishes for all tenants together.
pub(super) fn template_remedy(expected: &str) -> Option<String> {
    expected.contains('{').then(|| {
        format!(
            "{expected} is a template and no issuer. Use the discovery URL of your own directory, with its ID where the braces are \
             (https://login.microsoftonline.com/TENANT-ID/v2.0), or a connection of the type Microsoft Entra ID for many directories."
        )
    })
}

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
