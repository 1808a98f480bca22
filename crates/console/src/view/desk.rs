//! The window as a whole.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the first screen needs, once.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DeskView {
    pub version: String,
    /// The one in front.
    pub tenant: TenantView,
    pub tenants: Vec<TenantRow>,
    /// Whether credentials outlive the program: not without a keychain.
    pub keeps_credentials: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TenantKind {
    /// Served by this program.
    Local,
    Auth0,
}

/// A tenant in the list of tenants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TenantRow {
    pub id: String,
    pub name: String,
    pub kind: TenantKind,
    /// `Running at localhost:4400`, or the domain.
    pub place: String,
    /// Why it could not be opened.
    pub problem: Option<Problem>,
    /// How the last request to an Auth0 tenant went, in this start of the program or an earlier one.
    pub contact: Option<TenantContact>,
    /// It goes with all that is in it when the program ends.
    pub temporary: bool,
    /// It belongs to the data folder and stays.
    pub built_in: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct TenantContact {
    pub at: DateTime<Utc>,
    /// Whether it answered.
    pub reached: bool,
}

/// Another port for a local tenant, and what that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PortOffer {
    /// A free one.
    pub port: u16,
    /// Without a trailing slash, each `http://localhost:PORT`; the first with the port that is taken.
    pub url_before: String,
    pub url_after: String,
}

/// What goes with a temporary tenant: made there by a person or by logins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct AtStake {
    pub connections: u32,
    pub applications: u32,
    pub users: u32,
    /// Auth0 tenants that have to be connected again.
    pub auth0_tenants: u32,
}

/// Another tenant that signs people in, as far as it follows from what a person has of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OtherTenant {
    /// With the slash at its end that the tenant's tokens have.
    pub issuer: String,
    /// For the connection: `acme-auth0`.
    pub name: String,
    /// A tenant of this program: it answers with codes alone, and so needs a client secret.
    pub local: bool,
}

/// How an Auth0 tenant is reached.
#[derive(Debug, Clone, PartialEq, Deserialize, specta::Type)]
pub struct TenantAccess {
    pub domain: String,
    /// Of a machine-to-machine application that is authorized for the Management API.
    pub client_id: String,
    pub client_secret: lintel_oidc::Secret,
}

/// What credentials may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct AccessCheck {
    pub url: String,
    pub scopes: Vec<ScopeRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct WantedScope {
    pub scope: String,
    /// What it is for: `save changes`.
    pub purpose: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ScopeRow {
    pub scope: String,
    /// What it is for: `save changes`.
    pub purpose: String,
    pub granted: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TenantView {
    pub id: String,
    /// `Local tenant`.
    pub name: String,
    pub kind: TenantKind,
    /// `On this computer`, `Gone when Lintel ends`, or `Auth0 tenant, EU`.
    pub place: String,
    /// Without a trailing slash, e.g. `http://localhost:4400`; empty where it is not open.
    pub url: String,
    /// What to register at the provider, e.g. `http://localhost:4400/login/callback`; empty where it is not open.
    pub callback_url: String,
    /// Why it is not open: nothing can be done on it then.
    pub problem: Option<Problem>,
    /// It goes with all that is in it when the program ends.
    pub temporary: bool,
}

/// What to register at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CallbackUrls {
    /// The tenant's own first.
    pub urls: Vec<CallbackUrl>,
    /// Why custom domains are left out, where they are.
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CallbackUrl {
    pub url: String,
    pub domain: String,
    /// Of a custom domain; users of applications that use it come back there.
    pub custom: bool,
}

/// The one error that crosses to a window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Problem {
    /// Stable, e.g. `name-taken`.
    pub code: String,
    /// What happened, to which value, what was expected.
    pub message: String,
    /// The form field it belongs to, e.g. `name`, `discovery_url`; a part of one after a dot, e.g. `upstream_params.scope`.
    pub field: Option<String>,
    pub remedy: Option<String>,
}
