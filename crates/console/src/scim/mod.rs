//! Inbound SCIM: what a connection has of it, the tokens of providers, and Lintel as a provider.

mod findings;
pub(crate) mod history;
pub(crate) mod plan;
mod play;
mod plays;
mod review;
pub(crate) mod scopes;
pub(crate) mod settings;
mod state;
pub(crate) mod tokens;

pub use play::TestObserver;
pub(crate) use plays::Plays;
