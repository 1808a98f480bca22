use lintel_management::Connection;
use serde_json::{Map, Value};

use crate::{
    api::{caller::Caller, error::ApiError, fields::Fields, query::Query, scopes, unreadable},
    store::Unreadable,
};

/// The strategy of every connection here.
pub(super) const STRATEGY: &str = "oidc";

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

    pub(in crate::api) fn show_row(&self, row: Result<Connection, Unreadable>) -> Map<String, Value> {
        match row {
            Ok(connection) => self.show(connection),
            Err(unreadable) => {
                let mut shown = unreadable::shown(&unreadable, "id", "name");
                shown.insert("strategy".to_owned(), STRATEGY.into());
                self.selected(shown)
            }
        }
    }

    /// A stored connection: the API gives its options back by length of name, then by name.
    pub(in crate::api) fn show(&self, mut connection: Connection) -> Map<String, Value> {
        if !self.with_options {
            connection.options = None;
        }
        if let Some(options) = &mut connection.options {
            sort(&mut options.0);
        }
        self.selected(members(connection, None))
    }

    fn selected(&self, shown: Map<String, Value>) -> Map<String, Value> {
        match &self.fields {
            Some(fields) => fields.apply(shown),
            None => shown,
        }
    }
}

pub(in crate::api) fn id(row: &Result<Connection, Unreadable>) -> String {
    row.as_ref().map_or_else(|row| row.id.clone(), |connection| connection.id.clone())
}

pub(in crate::api) fn strategy(row: &Result<Connection, Unreadable>) -> &str {
    row.as_ref().map_or(STRATEGY, |connection| &connection.strategy)
}

/// The members in the API's order.
pub(super) fn members(connection: Connection, enabled_clients: Option<Vec<String>>) -> Map<String, Value> {
    let mut other = connection.other;
    let mut shown = Map::new();
    shown.insert("id".to_owned(), connection.id.into());
    if let Some(options) = connection.options {
        shown.insert("options".to_owned(), options.0.into());
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
