//! Lintel's own format: all of a connection, as JSON.
//!
//! ```json
//! {
//!   "format": "lintel-connections", "version": 1,
//!   "tenant": "example.eu.auth0.com", "at": "2026-11-28T08:00:00Z", "sealing": { … },
//!   "connections": [{ "connection": { … }, "applications": [{ "client_id": "…", "name": "…" }], "scim": { … }, "organizations": [ … ] }]
//! }
//! ```
//!
//! A part of a connection that is absent is not managed; `"scim": null` says that it is off. What versions before this format exported, an
//! array of the API's connections, is still read.

mod read;
mod secrets;
mod write;

pub(crate) use read::{is_earlier, is_own, read};
pub(crate) use write::write;

const FORMAT: &str = "lintel-connections";
/// The version that is written. Every lower one is read.
const VERSION: u64 = 1;
