//! SCIM 2.0 (RFC 7643, RFC 7644) as identity providers really speak it: without a product, a database or a window. `serde_json` in,
//! `serde_json` out.
//!
//! A request goes through a server built on this crate like so:
//!
//! 1. **Body.** [`resource::read`] makes what a client posts the resource in its one canonical form: names as the schemas write them,
//!    values of their type, nothing that is read-only, null or empty. [`resource::replace`] is the same for PUT.
//!    [`patch::PatchRequest::parse`] and `apply` make a changed copy of a resource, or none.
//! 2. **Query.** [`list::ListRequest`] is the query of a list or the body of a `.search`; [`list::Selection`] is which attributes an
//!    answer has, for each verb. A [`filter::Filter`] holds attributes found in the [`schema`], never names.
//! 3. **Mapping.** [`mapping::Mapping`] shows a profile as a SCIM user (`to_scim`), finds what of two such users differs by profile path
//!    (`from_scim`), and makes a filter a [`mapping::Query`] over profile paths, for whoever writes SQL. `Filter::matches` answers for
//!    one JSON resource.
//! 4. **Answer.** [`discovery`], [`list::response`] and [`error::Error::body`].
//!
//! So a PATCH of a user is `to_scim` (stored) -> `apply` -> `from_scim(before, after)` -> writes; a POST is `read` ->
//! `from_scim(nothing, resource)` -> writes. [`samples`] are users and requests as Entra ID and Okta send them.

pub mod discovery;
pub mod error;
pub mod filter;
pub mod list;
pub mod mapping;
mod matching;
mod parse;
pub mod patch;
pub mod path;
mod quoted;
pub mod resource;
pub mod samples;
pub mod schema;
mod value;

pub use error::{Error, ScimType};
pub use filter::Filter;
pub use mapping::Mapping;
pub use path::Path;
pub use schema::Kind;
