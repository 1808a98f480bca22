//! The crate from outside, in one binary.

mod discovery;
mod docs;
mod foreign;
mod id_token;
mod json;
mod properties;
mod sign_in;
mod sign_in_keys;
mod sign_in_provider;
