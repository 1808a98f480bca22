//! The crate from outside, in one binary.

mod discovery;
mod docs;
mod id_token;
mod json;
mod sign_in;
mod sign_in_provider;
