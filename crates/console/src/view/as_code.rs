//! Requests as text.

use serde::{Deserialize, Serialize};

use super::{ConnectionForm, Edit};

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
}

/// The requests of a change, as text in each language.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ShownRequests {
    /// In the order in which they are sent; none where nothing is.
    pub calls: Vec<ShownRequest>,
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
