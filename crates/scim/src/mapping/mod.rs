//! SCIM attributes and profile paths, both ways.

mod pairs;
mod profile;
mod query;
mod render;
mod writes;

pub use pairs::{DEFAULT_OIDC, Mapping, Misfit, Slot};
pub use profile::{ProfilePath, Write};
pub use query::{Column, Query};
pub use render::Meta;
