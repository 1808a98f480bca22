//! The practice provider as a relying party and a browser see it: over HTTP.

mod code_flow;
mod dials;
mod discovery;
mod form_post;
mod refused_requests;
mod server;
mod sign_in_page;
mod support;
mod token_endpoint;
mod userinfo;
