//! What stands in a snippet for what is not known, or not shown.

use url::Url;

/// Stands for the tenant's domain where there is no tenant.
pub const DOMAIN: &str = "{yourDomain}";
/// Stands for the token, always.
pub const TOKEN: &str = "MGMT_API_ACCESS_TOKEN";
/// Stands, as an ID that a [`Request`](lintel_management::Request) is made with, for that of a connection which an earlier step creates.
pub const CONNECTION_ID: &str = "{connection_id}";

/// What stands for the tenant.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Where it answers, `https://acme.eu.auth0.com` or `http://localhost:4400`; [`DOMAIN`] where there is none.
    pub tenant: Option<Url>,
}
