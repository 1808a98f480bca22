//! The crate from outside, in one binary.

#![expect(clippy::disallowed_methods, reason = "tests play browsers and other programs, and may ask what time it is")]

mod again;
mod answers;
mod discovery;
mod docs;
mod foreign;
mod id_token;
mod json;
mod key_sets;
mod pages;
mod preflight;
mod preflight_provider;
mod properties;
mod refusals;
mod requests;
mod sign_in;
mod sign_in_keys;
mod sign_in_provider;
mod unproven;
