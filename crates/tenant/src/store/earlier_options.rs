//! The options of a connection as versions before the seventh of the database kept them: in its document.

use base64::{Engine, engine::general_purpose::STANDARD};
use lintel_management::Options;
use serde_json::{Map, Value};

use super::{
    sealed_options,
    unreadable::{self, Damage},
};
use crate::sealing::{Sealer, UnsealError};

const OPTIONS: &str = "options";

/// The options in the document, sealed as they are now. `None` where there are none, or they cannot be opened.
pub(super) fn apart(connection_id: &str, document: &[u8], sealer: &Sealer) -> Option<Vec<u8>> {
    let options = taken_from(&mut unreadable::document(document).ok()?, connection_id, sealer).ok()??;
    let text = sealed_options::text(options).ok()?;
    Some(sealed_options::seal(&text, connection_id, sealer))
}

pub(super) fn taken_from(
    document: &mut Map<String, Value>,
    connection_id: &str,
    sealer: &Sealer,
) -> Result<Option<Options>, Damage> {
    match document.shift_remove(OPTIONS) {
        None => Ok(None),
        Some(Value::String(sealed)) => {
            let sealed = STANDARD.decode(sealed).map_err(|_| UnsealError::NotSealed)?;
            sealed_options::unseal(&sealed, connection_id, sealer).map(Some)
        }
        // As versions before the third of the database wrote them.
        Some(Value::Object(mut members)) => {
            sealer.unseal_members(&mut members, connection_id)?;
            Ok(Some(Options(members)))
        }
        Some(_) => Err(Damage::OtherShape),
    }
}
