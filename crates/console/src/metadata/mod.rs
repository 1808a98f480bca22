//! The provider's metadata as a connection has it.

mod issuer_details;
mod provider_memory;
mod seen;
pub(crate) mod stored;

pub(crate) use provider_memory::ProviderMemory;
