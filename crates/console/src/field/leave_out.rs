//! What of a connection goes into no file.

use lintel_management::Connection;
use serde_json::Value;

use super::{description::Elsewhere, table::FIELDS};

pub(crate) fn leave_out(connection: &mut Connection, with_secrets: bool) {
    let left_out = |elsewhere| match elsewhere {
        Elsewhere::Here => true,
        Elsewhere::Secret => !with_secrets,
        _ => false,
    };
    for field in FIELDS.iter().filter(|field| left_out(field.elsewhere)) {
        let Some((object, member)) = field.path.trim_start_matches('/').split_once('/') else { continue };
        let members = match object {
            "options" => connection.options.as_mut().map(|options| &mut options.0),
            object => connection.other.get_mut(object).and_then(Value::as_object_mut),
        };
        if let Some(members) = members {
            members.shift_remove(member);
        }
    }
}
