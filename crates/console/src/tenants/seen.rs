use std::{collections::HashMap, sync::Arc};

use super::{
    address::place,
    roster::{BUILT_IN, Entry, Kind, Roster},
};
use crate::{
    Console,
    view::{Problem, TenantContact, TenantKind, TenantRow, TenantView},
};

/// What can be read without waiting.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) roster: Roster,
    pub(super) open: HashMap<String, Arc<Console>>,
    /// Why a tenant could not be opened.
    pub(super) problems: HashMap<String, Problem>,
    /// The folder goes when the program ends.
    pub(super) temporary: bool,
}

impl Seen {
    /// The chosen tenant where it is open, else the built-in one, and where neither is open the chosen one, with why.
    pub(super) fn in_front(&self) -> &str {
        let chosen = &self.roster.chosen;
        let instead = self.open.contains_key(BUILT_IN) || self.roster.entry(chosen).is_none();
        if self.open.contains_key(chosen) || !instead { chosen } else { BUILT_IN }
    }

    pub(super) fn view(&self, id: &str) -> TenantView {
        let (entry, open) = (self.roster.entry(id), self.open.get(id));
        let kind = entry.map_or(TenantKind::Local, kind);
        let temporary = self.temporary && kind == TenantKind::Local;
        let place = match entry.map(|entry| &entry.kind) {
            Some(Kind::Auth0 { url }) => place(url),
            _ if temporary => "Gone when Lintel ends".to_owned(),
            _ if open.is_none() => "Not running".to_owned(),
            _ => "On this computer".to_owned(),
        };
        TenantView {
            id: id.to_owned(),
            name: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
            kind,
            place,
            url: open.map(|console| console.url().to_owned()).unwrap_or_default(),
            callback_url: open.map(|console| console.callback_url().to_string()).unwrap_or_default(),
            problem: if open.is_some() { None } else { self.problems.get(id).cloned().or_else(|| Some(unknown(id))) },
            temporary,
            colour: entry.and_then(|entry| entry.options.colour),
            read_only: entry.is_some_and(|entry| entry.options.read_only),
            production: entry.is_some_and(|entry| entry.options.production),
            token_ends: entry.and_then(|entry| entry.token_ends),
        }
    }

    pub(super) fn row(&self, entry: &Entry) -> TenantRow {
        let open = self.open.get(&entry.id);
        TenantRow {
            id: entry.id.clone(),
            name: entry.name.clone(),
            kind: kind(entry),
            place: match (&entry.kind, open) {
                (Kind::Local, Some(console)) => format!("Running at {}", console.url().trim_start_matches("http://")),
                (Kind::Local, None) => "Not running".to_owned(),
                (Kind::Auth0 { url }, _) => place_of(url),
            },
            problem: self.problems.get(&entry.id).cloned(),
            contact: self.contact(entry),
            temporary: self.temporary && entry.kind == Kind::Local,
            built_in: entry.id == BUILT_IN,
            options: entry.options.clone(),
            token_ends: entry.token_ends,
        }
    }

    /// How the last request to an Auth0 tenant went.
    pub(super) fn contact(&self, entry: &Entry) -> Option<TenantContact> {
        if entry.kind == Kind::Local {
            return None;
        }
        let fresh = self.open.get(&entry.id).and_then(|console| console.client.contact());
        fresh.map(|contact| TenantContact { at: contact.at.into(), reached: contact.reached }).or(entry.contact)
    }
}

fn kind(entry: &Entry) -> TenantKind {
    match entry.kind {
        Kind::Local => TenantKind::Local,
        Kind::Auth0 { .. } => TenantKind::Auth0,
    }
}

/// Host and port.
pub(super) fn place_of(url: &url::Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

pub(super) fn unknown(id: &str) -> Problem {
    Problem::new("tenant-unknown", format!("There is no tenant {id} in the list any more."))
}
