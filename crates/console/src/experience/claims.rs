//! Which connection has which domains. The API tells it with the whole list alone, a call for each hundred connections: while a person
//! types domains and addresses, what was read a moment ago will do.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use lintel_management::{Connection, Options};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What others change meanwhile is seen after this. A save reads afresh, whatever was seen.
const FRESH: TimeDelta = TimeDelta::seconds(30);

/// The connections as they were read last, of their options the domains alone.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<Option<Known>>);

#[derive(Debug, Clone)]
struct Known {
    at: DateTime<Utc>,
    /// How many changes Lintel had begun or ended when it was asked for.
    changes: u64,
    connections: Arc<Vec<Connection>>,
}

/// Of a connection in the list.
#[derive(Debug, Deserialize)]
pub(super) struct Listed {
    id: String,
    name: String,
    display_name: Option<String>,
    strategy: String,
    options: Option<Claimed>,
}

/// Whatever stands there, as others wrote it.
#[derive(Debug, Deserialize)]
struct Claimed {
    tenant_domain: Option<Value>,
    domain_aliases: Option<Value>,
}

impl Claims {
    /// Every connection of the tenant with its domains, as it was before half a minute at most, and with all that Lintel changed.
    pub(super) fn recent(&self, now: DateTime<Utc>, changes: u64) -> Option<Arc<Vec<Connection>>> {
        let known = self.known().clone()?;
        (known.changes == changes && (known.at..=known.at + FRESH).contains(&now)).then_some(known.connections)
    }

    /// Takes the list that was asked for at that time.
    pub(super) fn keep(&self, at: DateTime<Utc>, changes: u64, listed: Vec<Listed>) -> Arc<Vec<Connection>> {
        let connections: Arc<Vec<Connection>> = Arc::new(listed.into_iter().map(Connection::from).collect());
        *self.known() = Some(Known { at, changes, connections: Arc::clone(&connections) });
        connections
    }

    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Listed> for Connection {
    fn from(listed: Listed) -> Self {
        let options = listed.options.map(|Claimed { tenant_domain, domain_aliases }| {
            let members = [("tenant_domain", tenant_domain), ("domain_aliases", domain_aliases)];
            Options(members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
        });
        Connection {
            id: listed.id,
            name: listed.name,
            strategy: listed.strategy,
            display_name: listed.display_name,
            options,
            show_as_button: false,
            other: Map::new(),
        }
    }
}
