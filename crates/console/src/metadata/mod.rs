//! The provider's metadata as a connection has it.

mod issuer_details;
pub(crate) mod stored;
