//! auth0-deploy-cli 8: one YAML file, or a folder with a file for each connection. Both hold the API's object with the names of the
//! applications and the SCIM configuration inside it.

mod read;
mod write;
mod yaml;

pub(crate) use read::{from_connections, from_yaml};
pub(crate) use write::write;

/// The member of the tool’s configuration that has the values of placeholders.
pub(crate) const MAPPINGS: &str = "AUTH0_KEYWORD_REPLACE_MAPPINGS";
const CONNECTIONS: &str = "connections";
const SCIM: &str = "scim_configuration";
