//! The tenant's applications, and which connections they may use.

pub(crate) mod callbacks;
pub(crate) mod registration;
pub(crate) mod switches;
