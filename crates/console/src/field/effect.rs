//! What a change does.

/// What a change does to logins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// They go on, less protected.
    Weaker,
    /// They may fail until somebody does something elsewhere.
    Breaks,
    /// They go on, another way.
    Changes,
}
