//! What a reader has found so far, held to what is the same for every format.

use std::collections::HashMap;

use crate::{
    document::{Bundle, ConnectionDocument},
    format::Format,
    reading::{MAX_CONNECTIONS, Note, Open, Read, Unreadable, WaitsFor},
};

/// The one kind of connections that is worked on here.
pub(crate) const STRATEGY: &str = "oidc";

#[derive(Debug, Default)]
pub(crate) struct Gathering {
    documents: Vec<ConnectionDocument>,
    /// Where each connection was found, by its name.
    places: HashMap<String, String>,
    pub(crate) open: Vec<Open>,
    pub(crate) notes: Vec<Note>,
}

impl Gathering {
    /// Takes a connection, unless it is of another kind; `place` says where it stands, as `/connections/2 of tenant.yaml`.
    pub(crate) fn take(&mut self, document: ConnectionDocument, place: String) -> Result<(), Unreadable> {
        if let Some(first) = self.places.insert(document.name.clone(), place.clone()) {
            return Err(Unreadable::Twice { name: document.name, first, second: place });
        }
        match document.strategy() {
            Some(STRATEGY) => self.documents.push(document),
            other => {
                let what = other
                    .map_or("It does not say of what kind it is".to_owned(), |it| format!("It is of the kind “{it}”"));
                let why = format!("{what}; only OpenID Connect connections (“{STRATEGY}”) are taken.");
                self.forget(&document.name);
                self.notes.push(Note::new(Some(&document.name), "/strategy", why));
            }
        }
        Ok(())
    }

    pub(crate) fn opened(&mut self, connection: &str, path: impl Into<String>, waits_for: WaitsFor) {
        self.open.push(Open { connection: connection.to_owned(), path: path.into(), waits_for });
    }

    pub(crate) fn noted(&mut self, connection: &str, path: impl Into<String>, why: impl Into<String>) {
        self.notes.push(Note::new(Some(connection), path, why));
    }

    /// Numbers that were read as others, by their paths within the connection.
    pub(crate) fn changed(&mut self, connection: &str, changed: impl IntoIterator<Item = (String, String)>) {
        for (path, text) in changed {
            let why = format!("The number {text} has more digits than are carried here; it was rounded.");
            self.noted(connection, path, why);
        }
    }

    pub(crate) fn read(self, format: Format, tenant: Option<String>, at: Option<String>) -> Read {
        let Gathering { documents: connections, open, notes, .. } = self;
        Read { format, bundle: Bundle { tenant, at, connections }, open, notes }
    }

    /// What is open in a connection that is not taken asks nobody.
    fn forget(&mut self, name: &str) {
        self.open.retain(|it| it.connection != name);
        self.notes.retain(|it| it.connection.as_deref() != Some(name));
    }
}

/// Refuses more connections than are read.
pub(crate) fn bounded(path: &str, count: usize) -> Result<(), Unreadable> {
    match count > MAX_CONNECTIONS {
        true => Err(Unreadable::TooMany { path: path.to_owned(), count }),
        false => Ok(()),
    }
}
