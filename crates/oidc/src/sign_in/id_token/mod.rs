//! The ID token: the library verifies, our own checks explain. Both run over the same material, and a token is accepted when
//! the library accepts it and no check of ours fails.
//!
//! One check a file, in the order of [`examine`].

mod age;
mod algorithm;
mod at_hash;
mod audience;
mod authorized_party;
mod claim;
mod claim_types;
mod clocks;
mod examine;
mod expectation;
mod expired;
mod header;
mod issued_at;
mod issuer;
mod judgement;
mod kept;
mod key;
mod key_length;
mod library;
mod nonce;
mod not_before;
mod parts;
mod signature;
mod signing_key;
mod subject;

pub use claim::LEEWAY;
pub use examine::{Examined, examine};
pub use expectation::Expectation;
pub use library::library_accepts;
pub(super) use {
    kept::{by_keys, examine_again},
    parts::message,
};

use crate::finding::Check;

/// Every rule of ID tokens, in the order in which it comes up.
pub(super) fn all() -> Vec<&'static Check> {
    [
        parts::ALL,
        header::ALL,
        algorithm::ALL,
        key::ALL,
        key_length::ALL,
        signature::ALL,
        issuer::ALL,
        audience::ALL,
        authorized_party::ALL,
        clocks::ALL,
        expired::ALL,
        issued_at::ALL,
        age::ALL,
        not_before::ALL,
        nonce::ALL,
        subject::ALL,
        at_hash::ALL,
        library::ALL,
    ]
    .concat()
}
