//! The tenant's organizations, and which of them use a connection.

pub(crate) mod history;
mod switches;
mod uses;

pub use uses::OrganizationsObserver;
