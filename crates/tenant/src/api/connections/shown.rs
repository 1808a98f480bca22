use lintel_management::Connection;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, value::RawValue};

use crate::{
    api::{caller::Caller, error::ApiError, fields::Fields, query::Query, scopes, unreadable},
    store::{ConnectionRow, Unreadable, WithOptions},
};

/// The strategy of every connection here.
pub(super) const STRATEGY: &str = "oidc";

const OPTIONS: &str = "options";

/// The names that `fields` may hold.
const FIELDS: [&str; 14] = [
    "name",
    "display_name",
    "strategy",
    "options",
    "id",
    "provisioning_ticket_url",
    "metadata",
    "show_as_button",
    "clients",
    "authentication",
    "connected_accounts",
    "cross_app_access_requesting_app",
    "cross_app_access_resource_app",
    "enabled_clients",
];
/// Shown whatever `fields` says.
const ALWAYS: [&str; 4] = ["id", "is_domain_connection", "authentication", "connected_accounts"];

/// How a caller sees connections.
#[derive(Debug)]
pub(in crate::api) struct SeenConnections {
    fields: Option<Fields>,
    with_options: bool,
}

impl SeenConnections {
    /// As the query asks and the caller's scopes allow.
    pub(in crate::api) fn of(query: &Query, caller: &Caller) -> Result<Self, ApiError> {
        let fields = Fields::of(query, &FIELDS, &ALWAYS)?;
        Ok(SeenConnections { fields: Some(fields), with_options: caller.has(scopes::READ_CONNECTIONS_OPTIONS) })
    }

    /// Every member that the caller may see.
    pub(super) fn whole(caller: &Caller) -> Self {
        SeenConnections { fields: None, with_options: caller.has(scopes::READ_CONNECTIONS_OPTIONS) }
    }

    /// Whether any of it takes the options.
    pub(in crate::api) fn options(&self) -> WithOptions {
        let shown = self.fields.as_ref().is_none_or(|fields| fields.shows(OPTIONS));
        if self.with_options && shown { WithOptions::Yes } else { WithOptions::No }
    }

    pub(in crate::api) fn show_row(&self, row: Result<ConnectionRow, Unreadable>) -> Shown {
        match row {
            Ok(row) => self.show(row),
            Err(unreadable) => {
                let mut shown = unreadable::shown(&unreadable, "id", "name");
                shown.insert("strategy".to_owned(), STRATEGY.into());
                Shown { members: self.selected(shown), options: None }
            }
        }
    }

    /// A connection that was read with [`SeenConnections::options`].
    pub(in crate::api) fn show(&self, ConnectionRow { connection, options }: ConnectionRow) -> Shown {
        let options = options.filter(|_| self.options() == WithOptions::Yes);
        let place = options.is_some().then_some(Value::Null);
        Shown { members: self.selected(members(connection, place, None)), options }
    }

    fn selected(&self, shown: Map<String, Value>) -> Map<String, Value> {
        match &self.fields {
            Some(fields) => fields.apply(shown),
            None => shown,
        }
    }
}

/// A connection as a caller sees it, with what may be secret in its options: nothing to be printed.
pub(in crate::api) struct Shown {
    members: Map<String, Value>,
    /// What stands at the place of the options.
    options: Option<Box<RawValue>>,
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut connection = serializer.serialize_map(Some(self.members.len()))?;
        for (name, value) in &self.members {
            match &self.options {
                Some(options) if name == OPTIONS => connection.serialize_entry(name, options)?,
                _ => connection.serialize_entry(name, value)?,
            }
        }
        connection.end()
    }
}

pub(super) fn id(row: &Result<ConnectionRow, Unreadable>) -> String {
    row.as_ref().map_or_else(|row| row.id.clone(), |row| row.connection.id.clone())
}

/// Whether connections of these strategies are asked for: all where none is.
pub(in crate::api) fn are_asked_for(query: &Query) -> bool {
    let mut strategies = query.all("strategy").peekable();
    strategies.peek().is_none() || strategies.any(|strategy| strategy == STRATEGY)
}

/// The members in the API's order.
pub(super) fn members(
    connection: Connection,
    options: Option<Value>,
    enabled_clients: Option<Vec<String>>,
) -> Map<String, Value> {
    let mut other = connection.other;
    let mut shown = Map::new();
    shown.insert("id".to_owned(), connection.id.into());
    if let Some(options) = options {
        shown.insert(OPTIONS.to_owned(), options);
    }
    shown.insert("strategy".to_owned(), connection.strategy.into());
    shown.insert("name".to_owned(), connection.name.into());
    let mut take = |shown: &mut Map<String, Value>, name: &str| {
        if let Some(value) = other.shift_remove(name) {
            shown.insert(name.to_owned(), value);
        }
    };
    take(&mut shown, "is_domain_connection");
    shown.insert("show_as_button".to_owned(), connection.show_as_button.into());
    take(&mut shown, "authentication");
    take(&mut shown, "connected_accounts");
    if let Some(display_name) = connection.display_name {
        shown.insert("display_name".to_owned(), display_name.into());
    }
    if let Some(enabled_clients) = enabled_clients {
        shown.insert("enabled_clients".to_owned(), enabled_clients.into());
    }
    shown.extend(other);
    shown
}
