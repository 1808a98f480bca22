//! The secrets of a connection, on their way into a file and out of it.

use lintel_management::members::SECRET_OPTIONS;
use serde_json::{Value, json};

use crate::{
    document::ConnectionDocument,
    gathering::Gathering,
    placeholder,
    reading::{Given, Unreadable, WaitsFor},
    sealing::Sealer,
};

/// The member that stands for a sealed value.
const SEALED: &str = "sealed";

/// What is done with each secret when it is written.
pub(super) enum Put<'a> {
    LeftOut,
    Placeholder(&'a str),
    Sealed(&'a Sealer),
}

pub(super) fn put(document: &mut ConnectionDocument, put: &Put<'_>) {
    let name = document.name.clone();
    let Some(options) = document.options_mut() else { return };
    for secret in SECRET_OPTIONS {
        match (options.get_mut(secret), put) {
            (None, _) => {}
            (Some(_), Put::LeftOut) => _ = options.shift_remove(secret),
            (Some(value), Put::Placeholder(name)) => *value = placeholder::text(name).into(),
            (Some(value), Put::Sealed(sealer)) => {
                *value = json!({ SEALED: sealer.seal(&value.to_string(), &context(&name, secret)) });
            }
        }
    }
}

/// Gives each secret its value. One that is not to be had is taken out and told. Without a sealer what is sealed stays open.
pub(super) fn take(
    document: &mut ConnectionDocument,
    path: &str,
    sealer: Option<&Sealer>,
    given: &Given,
    gathering: &mut Gathering,
) -> Result<(), Unreadable> {
    let connection = document.name.clone();
    let Some(options) = document.options_mut() else { return Ok(()) };
    for secret in SECRET_OPTIONS {
        let Some(value) = options.get_mut(secret) else { continue };
        let waits_for = match (value.get(SEALED).and_then(Value::as_str), placeholder::name(value)) {
            (Some(sealed), _) => match sealer {
                Some(sealer) => {
                    let wrong = || Unreadable::WrongPassphrase { path: path.to_owned() };
                    let plain = sealer.open(sealed, &context(&connection, secret)).ok_or_else(wrong)?;
                    *value = serde_json::from_str(&plain).map_err(|_| wrong())?;
                    continue;
                }
                None => WaitsFor::Passphrase,
            },
            (None, Some(name)) => match given.values.get(name) {
                Some(filled) => {
                    *value = filled.clone().into();
                    continue;
                }
                None => WaitsFor::Placeholder(name.to_owned()),
            },
            (None, None) => continue,
        };
        options.shift_remove(secret);
        gathering.opened(&connection, format!("/options/{secret}"), waits_for);
    }
    Ok(())
}

/// What a sealed secret is bound to: nobody moves it to another connection unseen.
fn context(connection: &str, secret: &str) -> String {
    format!("{connection}\n{secret}")
}
