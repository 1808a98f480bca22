//! JSON from outside, bounded where it comes in: what is taken here can be stored within something larger and read again.
//!
//! Whoever hands over bytes bounds their number; this bounds their depth, and tells which names came more than once. Every reader
//! comes through here: [`parse`] takes JSON of any kind, [`read`] says as well what came in its place.

mod kind;
mod level;
mod text;
mod value;

pub(crate) use kind::{a_json_type, json_type};
pub(crate) use text::BYTE_ORDER_MARK;
pub use text::{NoJson, parse, read};
pub use value::{Json, JsonError, MAX_DEPTH, Repeat};
