//! A connection as text: the requests that make it, in the languages of the guide, and the files that keep and move it. Knows no network,
//! no database, no window.

pub mod document;
pub mod snippet;

pub use document::{Bundle, ConnectionDocument, NamedApplication, OrganizationUse};
