//! Keys that sign: an issuer's tokens, a client's assertions, proofs of possession.

mod algorithm;
mod key;
mod pair;
#[cfg(test)]
mod tests;

pub use algorithm::{SigningAlgorithm, UnknownAlgorithm};
pub use key::{KeyError, SigningKey, key_set, sign_with_secret};
pub(crate) use pair::verification;
