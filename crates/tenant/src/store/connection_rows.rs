//! A connection in its row: what is open in `document`, the options sealed beside it.

use std::fmt;

use lintel_management::Connection;
use rusqlite::Row;
use serde_json::{Map, Value, value::RawValue};

use super::{
    StoreError, Unreadable, earlier_options, sealed_options,
    unreadable::{self, Damage},
};
use crate::sealing::Sealer;

/// A connection to be shown: its options are a text that nobody reads here.
pub(crate) struct ConnectionRow {
    /// Without its options.
    pub(crate) connection: Connection,
    /// In the API's order. Those that stand in the document come unasked, since whoever writes it anew has to keep them.
    pub(crate) options: Option<Box<RawValue>>,
}

impl fmt::Debug for ConnectionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionRow").field("connection", &self.connection).finish_non_exhaustive()
    }
}

/// Whether the options of a connection are asked for: those that are not stay sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WithOptions {
    Yes,
    No,
}

impl WithOptions {
    /// What [`columns`] reads.
    pub(super) fn columns(self) -> &'static str {
        match self {
            WithOptions::Yes => "connection.id, connection.name, connection.document, connection.options",
            // Whether there are any is told without reading them.
            WithOptions::No => {
                "connection.id, connection.name, connection.document, iif(connection.options IS NULL, NULL, x'')"
            }
        }
    }
}

pub(super) type Columns = (String, String, Vec<u8>, Option<Vec<u8>>);

pub(super) fn columns(row: &Row<'_>) -> Result<Columns, rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?, unreadable::stored(row, 2)?, row.get(3)?))
}

/// The connection to be worked with.
pub(super) fn read((id, name, document, sealed): Columns, sealer: &Sealer) -> Result<Connection, Unreadable> {
    let whole = || {
        let Some(sealed) = &sealed else { return earlier(&id, &document, sealer) };
        let options = Some(sealed_options::unseal(sealed, &id, sealer)?);
        Ok(Connection { options, ..unreadable::document(&document)? })
    };
    match whole() {
        Ok(connection) => Ok(Connection { id, name, ..connection }),
        Err(why) => Err(damaged(id, name, why)),
    }
}

/// The connection to be shown, from columns that were asked for with the same `options`.
pub(super) fn shown(
    (id, name, document, sealed): Columns,
    options: WithOptions,
    sealer: &Sealer,
) -> Result<ConnectionRow, Unreadable> {
    let row = || {
        let Some(sealed) = &sealed else {
            let mut connection = earlier(&id, &document, sealer)?;
            let text = connection.options.take().map(sealed_options::text).transpose();
            return Ok((connection, text.map_err(|_| Damage::OtherShape)?));
        };
        let text = match options {
            WithOptions::Yes => Some(sealed_options::unseal_text(sealed, &id, sealer)?),
            WithOptions::No => None,
        };
        Ok((unreadable::document(&document)?, text))
    };
    match row() {
        Ok((connection, options)) => Ok(ConnectionRow { connection: Connection { id, name, ..connection }, options }),
        Err(why) => Err(damaged(id, name, why)),
    }
}

/// What stands in the row of a connection without its options.
pub(super) fn document(connection: &Connection) -> Result<String, StoreError> {
    Ok(serde_json::to_string(connection)?)
}

/// The options are in the document, where they were left because they could not be opened; or there are none.
fn earlier(id: &str, document: &[u8], sealer: &Sealer) -> Result<Connection, Damage> {
    let mut document: Map<String, Value> = unreadable::document(document)?;
    let options = earlier_options::taken_from(&mut document, id, sealer)?;
    let connection: Connection = serde_json::from_value(document.into()).map_err(|_| Damage::OtherShape)?;
    Ok(Connection { options, ..connection })
}

fn damaged(id: String, name: String, why: Damage) -> Unreadable {
    Unreadable { kind: "connection", id, name, why }
}
