//! Terraform, by the provider auth0/auth0. Only what is written out is read: literals, `jsonencode` of a literal, and variables with a value.

mod attributes;
mod bodies;
mod bounds;
mod connection;
mod hcl;
mod labels;
mod literal;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;
