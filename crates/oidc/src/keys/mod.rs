//! A provider's key set (RFC 7517): as it was served, as signatures are verified with it, and read once more where they do not.
//!
//! The provider check judges the keys of a [`KeySet`]; a sign-in verifies with [`Keys`], which come from one.

pub(crate) mod certificate;
mod key;
mod read;
mod readings;
pub(crate) mod registered;
mod set;
mod verifying;
mod verifying_key;

pub use key::Key;
pub(crate) use key::RSA_BITS;
pub(crate) use read::NoKeys;
pub(crate) use readings::{AFTER_A_KEY_SET, Again, KeyReadings, KnownKeys};
pub use set::{KeySet, KeySetError};
pub use verifying::Keys;
pub(crate) use verifying_key::{Proven, VerifyingKey, named};
