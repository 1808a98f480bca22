//! The window as a whole.

use serde::{Deserialize, Serialize};

/// What the first screen needs, once.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Desk {
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
    pub problem: Option<String>,
    /// It belongs to the data folder and stays.
    pub built_in: bool,
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
    /// `On this computer`, or `Auth0 tenant, EU`.
    pub place: String,
    /// Without a trailing slash, e.g. `http://localhost:4400`.
    pub url: String,
    /// What to register at the provider, e.g. `http://localhost:4400/login/callback`.
    pub callback_url: String,
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
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Problem {
    /// Stable, e.g. `name-taken`.
    pub code: String,
    /// What happened, to which value, what was expected.
    pub message: String,
    /// The form field it belongs to, e.g. `name`, `discovery_url`; a part of one after a dot, e.g. `upstream_params.scope`.
    pub field: Option<String>,
    pub remedy: Option<String>,
}
