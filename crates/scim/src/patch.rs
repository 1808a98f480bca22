//! PATCH (RFC 7644, 3.5.2) in every dialect that providers speak.

use serde_json::Value;

use crate::{Error, Kind, Path};

/// Operations of one PATCH, and values that its operations name together (members of a group among them).
pub const MAX: usize = 1_000;

#[derive(Debug, Clone, PartialEq)]
pub struct PatchRequest {
    pub kind: Kind,
    pub operations: Vec<Operation>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    pub op: Op,
    pub path: Option<Path>,
    pub value: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Add,
    Remove,
    Replace,
}

impl PatchRequest {
    /// # Errors
    ///
    /// 400 `invalidSyntax` for the envelope, `invalidPath` for a path; 413 above [`MAX`] operations or values.
    pub fn parse(kind: Kind, body: &Value) -> Result<Self, Error> {
        todo!("{kind:?} {body}")
    }

    /// The resource as it is after all operations; `None` where they changed nothing. `before` is in its canonical form.
    ///
    /// # Errors
    ///
    /// The first operation that cannot be done: `invalidPath`, `invalidValue`, `noTarget`, `mutability`.
    pub fn apply(&self, before: &Value) -> Result<Option<Value>, Error> {
        todo!("{before}")
    }
}
