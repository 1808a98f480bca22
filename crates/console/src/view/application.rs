//! Applications, as a connection's page and as pages of their own have them.

use serde::{Deserialize, Serialize};

use super::Problem;

/// A row of a connection's Applications page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ApplicationRow {
    pub client_id: String,
    pub name: String,
    /// `regular_web`, `spa`, `native`, `non_interactive`.
    pub app_type: Option<String>,
    /// Whether people sign in to it. Where nobody does, no connection is of use.
    pub interactive: bool,
    pub enabled: bool,
}

/// What became of a change of many applications: done, but for these.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Switched {
    pub refused: Vec<RefusedApplication>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct RefusedApplication {
    pub client_id: String,
    pub problem: Problem,
}

/// A row of the tenant's applications.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TenantApplication {
    pub client_id: String,
    pub name: String,
    pub app_type: Option<String>,
    pub interactive: bool,
    /// Why the tenant cannot read it. All that can be done with it then is to delete it.
    pub problem: Option<String>,
}

/// An application's page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ApplicationView {
    pub client_id: String,
    pub app_type: Option<String>,
    pub interactive: bool,
    pub form: ApplicationForm,
    /// Every OpenID Connect connection of the tenant.
    pub connections: Vec<ApplicationConnection>,
    /// Whether it authenticates itself by a secret.
    pub confidential: bool,
    /// Whether Lintel changes applications of this tenant.
    pub writable: bool,
    /// What Lintel itself needs it for; such an application stays.
    pub kept_for: Option<String>,
}

/// What is changed of an application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ApplicationForm {
    pub name: String,
    /// The redirect URIs it may use.
    pub callbacks: Vec<String>,
}

/// What is to be said of a callback URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CallbackRemark {
    pub url: String,
    /// Else it is only to be minded.
    pub refused: bool,
    pub text: String,
    /// What was likely meant.
    pub instead: Option<String>,
}

/// A connection on an application's page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ApplicationConnection {
    pub id: String,
    pub name: String,
    pub display_name: String,
    pub enabled: bool,
}
