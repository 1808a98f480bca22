//! The provider of one sign-in, from what a connection says: its own endpoints first, its stored metadata second, the provider's
//! discovery document third.

mod forget;
mod lookup;
mod places;
mod resolve;
mod resolver;
#[cfg(test)]
mod tests;

pub use forget::forget;
pub(super) use places::read_from;
pub use resolve::resolve;
