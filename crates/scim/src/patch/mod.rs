//! PATCH (RFC 7644, 3.5.2) in every dialect that providers speak.

mod apply;
mod elements;
mod envelope;
mod members;
mod operation;

pub use operation::{MAX, Op, Operation, PatchRequest};
