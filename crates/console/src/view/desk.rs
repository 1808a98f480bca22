//! The window as a whole.

use serde::Serialize;

/// What the first screen needs, once.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Desk {
    pub version: String,
    pub tenant: TenantView,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TenantView {
    /// `Local tenant`.
    pub name: String,
    /// `On this computer`.
    pub place: String,
    /// Without a trailing slash, e.g. `http://localhost:4400`.
    pub url: String,
    /// What to register at the provider, e.g. `http://localhost:4400/login/callback`.
    pub callback_url: String,
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
