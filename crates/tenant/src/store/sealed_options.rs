//! How the options of a connection are kept: as one text, in the order in which the API shows them, sealed whole. A caller of the API
//! may put a secret under any name, so none of them is left open; and whoever shows them needs the text alone.

use lintel_management::Options;
use serde_json::{Map, Value, value::RawValue};

use super::unreadable::{self, Damage};
use crate::sealing::{Sealer, UnsealError};

/// The text of the options.
pub(super) fn text(mut options: Options) -> Result<Box<RawValue>, serde_json::Error> {
    sort(&mut options.0);
    serde_json::value::to_raw_value(&options)
}

pub(super) fn seal(text: &RawValue, connection_id: &str, sealer: &Sealer) -> Vec<u8> {
    sealer.seal(text.get().as_bytes(), &place(connection_id))
}

/// To be shown: that it is JSON is all that is looked at.
pub(super) fn unseal_text(sealed: &[u8], connection_id: &str, sealer: &Sealer) -> Result<Box<RawValue>, Damage> {
    let plain = sealer.unseal(sealed, &place(connection_id))?;
    let text = String::from_utf8(plain).map_err(|_| UnsealError::NotText)?;
    RawValue::from_string(text).map_err(|_| Damage::NotJson)
}

/// To be worked with.
pub(super) fn unseal(sealed: &[u8], connection_id: &str, sealer: &Sealer) -> Result<Options, Damage> {
    unreadable::document(&sealer.unseal(sealed, &place(connection_id))?)
}

/// What the options of a connection are sealed for.
fn place(connection_id: &str) -> String {
    format!("{connection_id}/options")
}

/// The API gives options back by length of name, then by name.
fn sort(object: &mut Map<String, Value>) {
    let mut members: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
    members.sort_by(|(one, _), (other, _)| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    for (_, value) in &mut members {
        sort_inside(value);
    }
    object.extend(members);
}

fn sort_inside(value: &mut Value) {
    match value {
        Value::Object(object) => sort(object),
        Value::Array(items) => items.iter_mut().for_each(sort_inside),
        _ => {}
    }
}
