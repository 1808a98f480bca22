//! What the API's published schemas ask of a request, said in the API's own message grammar:
//! `Payload validation error: '<what>' on property <path> (<description>).`

pub(super) mod client;
pub(super) mod connection;
pub(super) mod custom_domain;
mod oidc_options;
pub(super) mod organization;
pub(super) mod scim;
mod shape;
