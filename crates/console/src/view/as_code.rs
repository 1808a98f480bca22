//! Requests as text.

use serde::{Deserialize, Serialize};

use super::{ApplicationForm, BulkAction, ConnectionForm, Edit, OrganizationChange, Restore, ScimSettings};

/// What requests are shown of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RequestsOf {
    Creation {
        form: ConnectionForm,
    },
    Save {
        edit: Edit,
    },
    Deletion {
        connection_id: String,
    },
    /// What a plan would send: for one of its connections, by its name in the source, or for all.
    Plan {
        plan: String,
        connection: Option<String>,
    },
    /// What was sent, by an entry of the history.
    Entry {
        entry: i64,
    },
    /// The ticked lines of a review.
    Restore {
        restore: Restore,
    },
    /// Enables or disables a connection for applications.
    Applications {
        connection_id: String,
        client_ids: Vec<String>,
        enabled: bool,
    },
    Organizations {
        connection_id: String,
        changes: Vec<OrganizationChange>,
    },
    /// Domains of home realm discovery come to the connection, and leave every other.
    Domains {
        connection_id: String,
        moved: Vec<String>,
    },
    /// The first keys of a connection, or the next one takes over.
    Keys {
        connection_id: String,
        signing_alg: String,
        first: bool,
    },
    Scim {
        connection_id: String,
        change: ScimDeed,
    },
    /// The same to each of many connections.
    Many {
        ids: Vec<String>,
        action: BulkAction,
    },
    Application {
        change: ApplicationChange,
    },
    Organization {
        change: OrganizationDeed,
    },
    /// A test in the browser adds an address to an application's callbacks, and takes it away again.
    TestAddress {
        client_id: String,
    },
    UserDeletion {
        user_id: String,
    },
}

/// What is done to inbound SCIM of a connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScimDeed {
    On,
    Off,
    Settings {
        loaded: ScimSettings,
        edited: ScimSettings,
    },
    /// `days` is how long it lasts: until it is revoked, without.
    NewToken {
        scopes: Vec<String>,
        days: Option<u32>,
    },
    Revocation {
        token_id: String,
    },
}

/// What is done to an application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ApplicationChange {
    Creation {
        form: ApplicationForm,
        app_type: String,
    },
    Save {
        client_id: String,
        form: ApplicationForm,
    },
    Deletion {
        client_id: String,
    },
    /// People may sign in to it.
    LoginAllowed {
        client_id: String,
    },
}

/// What is done to an organization, beside the connections that it uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrganizationDeed {
    Creation { name: String, display_name: String },
    Deletion { id: String },
    Member { id: String, user_id: String, member: bool },
}

/// The requests of a change, as text in each language.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ShownRequests {
    /// In the order in which they are sent; none where nothing is.
    pub calls: Vec<ShownRequest>,
    /// How many more follow at most, of the same kind: of many, the first are shown.
    pub more: u32,
    /// The placeholders that stand for secrets, or would: `IDP_CLIENT_SECRET`.
    pub secrets: Vec<String>,
    pub languages: Vec<ShownLanguage>,
    /// What stands for the token, always.
    pub token: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ShownRequest {
    /// What it does: `Enables 2 applications.`
    pub says: String,
    pub method: String,
    /// Below `/api/v2`.
    pub path: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ShownLanguage {
    pub label: String,
    /// What a program needs to run.
    pub needs: String,
    /// One for each call.
    pub programs: Vec<String>,
}
