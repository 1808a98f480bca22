//! What a PATCH asks for.

use serde_json::Value;

use crate::{Kind, Path};

/// Operations of one PATCH, and values that they name together, members of a group among them.
pub const MAX: usize = 1_000;

/// `PatchRequest::parse` reads one, `PatchRequest::apply` does it.
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
