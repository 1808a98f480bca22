//! A resource as a client sends it, made canonical.

use serde_json::Value;

use crate::{Error, Kind};

/// Members of a group in one POST or PUT.
pub const MAX_MEMBERS: usize = 10_000;

/// What a POST asks for, canonical: names as the schemas write them, values of their type (`"True"` is true), a manager as
/// `{"value": …}`; without what is unknown, read-only, null or empty, and without a password.
///
/// # Errors
///
/// 400 `invalidSyntax` without `schemas`, `invalidValue` for a value of another type or a missing `userName` (`displayName` of a
/// group); 413 above [`MAX_MEMBERS`].
pub fn read(kind: Kind, body: &Value) -> Result<Value, Error> {
    todo!("{kind:?} {body}")
}

/// What a PUT makes of a resource: [`read`], with what is read-only as it was, and `active` as it was where the body does not name it.
///
/// # Errors
///
/// As [`read`].
pub fn replace(kind: Kind, before: &Value, body: &Value) -> Result<Value, Error> {
    todo!("{kind:?} {before} {body}")
}
