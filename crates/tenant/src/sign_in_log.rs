//! A sign-in, or the redemption of its code, as the tenant's log tells it: with the members that Auth0 documents for these types, and
//! under `details.lintel` what ties it to a trace.

use axum::http::{HeaderMap, header::USER_AGENT};
use chrono::{DateTime, Utc};
use lintel_management::Connection;
use serde_json::{Map, Value};

use crate::{
    TenantState,
    log_entry::{LogEntry, within_bounds},
    state::{Address, Organization},
    store::ApplicationRecord,
};

/// Characters of a text that a sender may have written.
const LONGEST: usize = 1000;

/// What happened, in Auth0's types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignInEvent {
    SignedIn,
    Failed,
    CodeExchanged,
    ExchangeFailed,
}

/// Who was there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) client_id: String,
    pub(crate) client_name: String,
    pub(crate) user_agent: String,
    /// Host and port that were asked.
    pub(crate) hostname: String,
    /// Where the application named one that there is.
    pub(crate) organization: Option<Organization>,
}

#[derive(Debug)]
pub(crate) struct SignInLogEntry {
    pub(crate) event: SignInEvent,
    pub(crate) party: Party,
    /// Empty where it went well. [`short`].
    pub(crate) description: String,
    /// Absent where it was refused before the connection was known.
    pub(crate) connection: Option<Connection>,
    pub(crate) user: Option<Map<String, Value>>,
    pub(crate) details: Map<String, Value>,
}

impl SignInEvent {
    fn kind(self) -> &'static str {
        match self {
            SignInEvent::SignedIn => "s",
            SignInEvent::Failed => "f",
            SignInEvent::CodeExchanged => "seacft",
            SignInEvent::ExchangeFailed => "feacft",
        }
    }
}

impl Party {
    /// `client_id` is what the sender said, of no application where there is no such one.
    pub(crate) fn new(
        client_id: &str,
        application: Option<&ApplicationRecord>,
        headers: &HeaderMap,
        address: &Address,
    ) -> Self {
        let user_agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Party {
            client_id: short(client_id),
            client_name: application.map_or_else(String::new, |application| application.name().to_owned()),
            user_agent: short(user_agent),
            hostname: address.host_and_port().to_owned(),
            organization: None,
        }
    }
}

impl SignInLogEntry {
    /// Writes it down. A log that cannot be written does not stop what was done.
    pub(crate) async fn write(self, state: &TenantState) {
        if let Err(error) = state.store.log(self.at(state.world.clock.now())).await {
            tracing::error!("a sign-in was not written to the log: {error}");
        }
    }

    fn at(self, now: DateTime<Utc>) -> LogEntry {
        let mut members = Map::new();
        let mut say = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
        say("description", self.description.into());
        if let Some(connection) = &self.connection {
            say("connection", connection.name.clone().into());
            say("connection_id", connection.id.clone().into());
            say("strategy", connection.strategy.clone().into());
            say("strategy_type", "enterprise".into());
        }
        say("client_id", self.party.client_id.into());
        say("client_name", self.party.client_name.into());
        say("ip", "127.0.0.1".into());
        say("user_agent", self.party.user_agent.into());
        say("hostname", self.party.hostname.into());
        if let Some(Organization { id, name }) = self.party.organization {
            say("organization_id", id.into());
            say("organization_name", name.into());
        }
        if let Some(user) = &self.user {
            let text = |name: &&str| user.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty());
            say("user_id", text(&"user_id").unwrap_or_default().into());
            let name = ["email", "name", "nickname"].iter().find_map(text);
            say("user_name", name.unwrap_or_default().into());
        }
        say("details", within_bounds(self.details.into()));
        LogEntry::new(now, self.event.kind(), self.connection.map(|connection| connection.id), members)
    }
}

/// As much of it as is kept.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
