//! The body of a PATCH, read.

use serde_json::Value;

use super::operation::{MAX, Op, Operation, PatchRequest};
use crate::{Error, Kind, Path, ScimType, resource::get};

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

impl PatchRequest {
    /// Takes `Operations` and `op` in any case, and does without `schemas`.
    ///
    /// # Errors
    ///
    /// 400 `invalidSyntax` for the envelope, `invalidPath` for a path; 413 above [`MAX`] operations or values.
    pub fn parse(kind: Kind, body: &Value) -> Result<Self, Error> {
        let Value::Object(members) = body else { return Err(syntax("The body is to be a JSON object.".into())) };
        if let Some(schemas) = get(members, "schemas") {
            let mut named = schemas.as_array().into_iter().flatten().filter_map(Value::as_str);
            if !named.any(|urn| urn.eq_ignore_ascii_case(SCHEMA)) {
                return Err(syntax(format!("\"schemas\" does not name {SCHEMA}.")));
            }
        }
        let operations = match get(members, "Operations") {
            Some(Value::Array(operations)) if !operations.is_empty() => operations,
            _ => return Err(syntax("\"Operations\" is to be an array of at least one operation.".into())),
        };
        if operations.len() > MAX {
            return Err(Error::of(413, format!("The PATCH has {} operations; {MAX} are taken.", operations.len())));
        }
        let operations: Vec<_> = operations.iter().map(|it| operation(kind, it)).collect::<Result<_, _>>()?;
        let values: usize = operations.iter().filter_map(|it| it.value.as_ref()).map(listed).sum();
        if values > MAX {
            let what = if kind == Kind::Group { "members" } else { "values" };
            return Err(Error::of(413, format!("The PATCH names {values} {what}; {MAX} are taken.")));
        }
        Ok(Self { kind, operations })
    }
}

fn operation(kind: Kind, operation: &Value) -> Result<Operation, Error> {
    let Value::Object(members) = operation else { return Err(syntax("An operation is to be a JSON object.".into())) };
    let op = match get(members, "op") {
        Some(Value::String(op)) if op.eq_ignore_ascii_case("add") => Op::Add,
        Some(Value::String(op)) if op.eq_ignore_ascii_case("remove") => Op::Remove,
        Some(Value::String(op)) if op.eq_ignore_ascii_case("replace") => Op::Replace,
        Some(op) => return Err(syntax(format!("\"op\" is {op}; it is to be add, remove or replace."))),
        None => return Err(syntax("An operation has no \"op\".".into())),
    };
    let path = match get(members, "path") {
        None | Some(Value::Null) => None,
        Some(Value::String(path)) if path.trim().is_empty() => None,
        Some(Value::String(path)) => Some(Path::parse(kind, path)?),
        Some(path) => {
            return Err(Error::typed(ScimType::InvalidPath, format!("\"path\" is {path}; it is to be a text.")));
        }
    };
    Ok(Operation { op, path, value: get(members, "value").cloned() })
}

/// How many values stand in the arrays of an operation's value.
fn listed(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.len(),
        Value::Object(members) => members.values().filter_map(Value::as_array).map(Vec::len).sum(),
        _ => 0,
    }
}

fn syntax(detail: String) -> Error {
    Error::typed(ScimType::InvalidSyntax, detail)
}
