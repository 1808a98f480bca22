//! What the OpenID Connect specifications say, and one sign-in as a relying party.
//!
//! Four lines flow through this crate:
//!
//! 1. [`discovery`]: the text a person typed -> candidate URLs -> fetch -> parse -> checks -> [`discovery::Report`].
//! 2. [`sign_in`]: what a connection says -> [`metadata::ProviderMetadata`] -> authorization request -> response -> tokens
//!    -> named checks -> mapped profile, every step written to a [`trace::Trace`] as it happens.
//! 3. [`preflight`]: what of a sign-in can be proven before anybody signs in, by experiments and their controls.
//! 4. [`issuing`]: the other half, for whoever plays the provider: codes and what goes with them.
//!
//! Both halves sign with the keys of [`signing`].

pub mod bidi;
pub mod channel;
pub mod clock;
pub mod discovery;
pub mod finding;
pub mod http;
pub mod issuing;
pub mod json;
pub mod keys;
pub mod metadata;
pub mod preflight;
pub mod secret;
pub mod sign_in;
pub mod signing;
pub mod trace;
mod words;

pub use channel::Channel;
pub use clock::Clock;
pub use finding::{Finding, Severity};
pub use secret::Secret;
