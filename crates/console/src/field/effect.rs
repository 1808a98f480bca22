use serde::{Deserialize, Serialize};

/// What a change does to logins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// They go on, less protected.
    Weaker,
    /// They may fail until somebody does something elsewhere.
    Breaks,
    /// They go on, another way.
    Changes,
}
