//! What is peculiar to a provider, as far as a preflight has to know it.

use crate::discovery::Vendor;

/// Where a request goes, for what is written down there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Authorization,
    Token,
}

/// Some versions register the first callback that they see, so none but the connection's own may be shown to them, and no control.
pub(super) fn may_change(vendor: Option<Vendor>) -> bool {
    vendor == Some(Vendor::Authentik)
}

/// Which log line a request leaves.
pub(super) fn logs(vendor: Option<Vendor>, at: At) -> &'static str {
    match (vendor, at) {
        (Some(Vendor::Keycloak), At::Authorization) => "Keycloak writes an event LOGIN_ERROR.",
        (Some(Vendor::Keycloak), At::Token) => "Keycloak writes an event CODE_TO_TOKEN_ERROR.",
        (Some(Vendor::Authentik), _) => "authentik writes an event configuration_error where it refuses.",
        (Some(Vendor::Okta), _) => "Okta writes a failure into its System Log.",
        (Some(Vendor::Auth0), _) => "Auth0 writes a failed login or exchange into the tenant’s log.",
        (Some(Vendor::EntraId | Vendor::EntraExternalId), At::Token) => {
            "Microsoft Entra ID writes a failure into its sign-in logs."
        }
        (_, At::Authorization) => "The provider may write a failed authorization into its log.",
        (_, At::Token) => "The provider may write a failed client authentication into its log.",
    }
}

/// Whether the vendor says this of a client that did not authenticate.
pub(super) fn rejects_client(vendor: Option<Vendor>, status: u16, error: &str) -> bool {
    match error {
        // RFC 6749, section 5.2; Salesforce's own.
        "invalid_client" | "invalid_client_id" => true,
        "unauthorized_client" => vendor == Some(Vendor::Keycloak) && status == 401,
        "access_denied" => vendor == Some(Vendor::Auth0) && status == 401,
        _ => false,
    }
}

/// Whether a refused client may be a callback that is not registered, in the same words.
pub(super) fn blames_client_for_callback(vendor: Option<Vendor>) -> bool {
    vendor == Some(Vendor::Authentik)
}

/// What a refusal may also come from.
pub(super) fn spreads_slowly(vendor: Option<Vendor>) -> Option<&'static str> {
    matches!(vendor, Some(Vendor::Google | Vendor::Salesforce))
        .then_some("If it was changed there just now, wait some minutes and check again.")
}
