//! The practice provider as a relying party and a browser see it: over HTTP.

#![expect(clippy::disallowed_methods, reason = "tests play browsers and other programs, and may ask what time it is")]

mod code_flow;
mod dials;
mod discovery;
mod form_post;
mod preflight;
mod refused_requests;
mod server;
mod sign_in_page;
mod support;
mod token_endpoint;
mod userinfo;
