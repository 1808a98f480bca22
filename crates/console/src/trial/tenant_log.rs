//! The record that a tenant elsewhere keeps of a sign-in, found among all that its log holds.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use lintel_management::LogEntry;
use lintel_oidc::http::is_loopback;
use serde_json::Value;
use url::Url;

use crate::{
    Console,
    activity::{
        READ_LOGS,
        query::{any, term},
        sign_in::{is_of_a_person, sign_in},
    },
    view::{SignInEvent, SignInOutcome},
};

/// Logs lag a few seconds. Between two looks at it: quick at first, then as slowly as is polite.
const LOOKS: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2)];
/// An application that redeemed its code, or did not: the address of that entry is this computer's.
const EXCHANGES: [&str; 2] = ["seacft", "feacft"];

/// The log before a sign-in began: what it holds then is not of that sign-in, whatever the clocks say.
pub(super) struct TenantLog<'a> {
    console: &'a Console,
    query: String,
    client_id: String,
    connection: String,
    connection_id: String,
    before: HashSet<String>,
}

/// What is known of the sign-in by other ways.
#[derive(Debug, Default, Clone)]
pub(super) struct Known {
    /// The `sub` of a verified ID token.
    pub user_id: Option<String>,
    /// Whether the application was sent a code.
    pub succeeded: Option<bool>,
}

/// An entry, and of how many it is the most likely one.
#[derive(Debug)]
pub(super) struct Joined {
    pub event: SignInEvent,
    pub of: usize,
}

impl<'a> TenantLog<'a> {
    /// Looks at the log as it is. The error says why it cannot be read.
    pub(super) async fn before(
        console: &'a Console,
        client_id: &str,
        connection: &str,
        connection_id: &str,
    ) -> Result<Self, String> {
        if !console.may_read_logs().await.map_err(|problem| problem.message)? {
            return Err(not_granted());
        }
        let exchanges = EXCHANGES.iter().map(|kind| term("type", kind));
        let query = format!(
            "{} AND {}",
            term("client_id", client_id),
            any(exchanges.chain([term("connection", connection), term("connection_id", connection_id)]))
        );
        let mut log = TenantLog {
            console,
            query,
            client_id: client_id.to_owned(),
            connection: connection.to_owned(),
            connection_id: connection_id.to_owned(),
            before: HashSet::new(),
        };
        log.before = log.news().await?.into_iter().map(|entry| entry.log_id).collect();
        Ok(log)
    }

    /// Waits until an entry shows that fits, and looks once more for another. `say` is told how long it has waited.
    pub(super) async fn entry(
        &self,
        known: &Known,
        within: Duration,
        say: impl Fn(Duration),
    ) -> Result<Option<Joined>, String> {
        let (begun, mut looks, mut seen) = (Instant::now(), LOOKS.iter(), false);
        loop {
            let late = begun.elapsed() >= within;
            let joined = self.joined(self.news().await?, known);
            match joined {
                Some(joined) if seen || late => return Ok(Some(joined)),
                None if late => return Ok(None),
                joined => seen = joined.is_some(),
            }
            tokio::time::sleep(looks.next().unwrap_or(&LOOKS[LOOKS.len() - 1]).min(&within).to_owned()).await;
            say(begun.elapsed());
        }
    }

    /// What came since, the newest first.
    async fn news(&self) -> Result<Vec<LogEntry>, String> {
        let found = self.console.client.find_logs(&self.query, 0).await.map_err(|error| match error.status() {
            Some(403) => not_granted(),
            _ => format!("The tenant’s log could not be read: {error}."),
        })?;
        Ok(found.items.into_iter().filter(|entry| !self.before.contains(&entry.log_id)).collect())
    }

    fn joined(&self, news: Vec<LogEntry>, known: &Known) -> Option<Joined> {
        let text =
            |entry: &LogEntry, name: &str| entry.other.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let own_addresses: HashSet<String> = news
            .iter()
            .filter(|entry| EXCHANGES.contains(&entry.kind.as_str()))
            .filter(|entry| {
                known.user_id.is_some()
                    && known.user_id.as_deref() == entry.other.get("user_id").and_then(Value::as_str)
            })
            .map(|entry| text(entry, "ip"))
            .collect();
        let tenant_is_here = Url::parse(self.console.url()).is_ok_and(|url| is_loopback(&url));
        let from_here = |entry: &LogEntry| {
            let ip = text(entry, "ip");
            ip.is_empty()
                || own_addresses.contains(&ip)
                || (tenant_is_here && ip.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()))
        };
        let mut fitting: Vec<LogEntry> = news
            .into_iter()
            .filter(is_of_a_person)
            .filter(|entry| text(entry, "client_id") == self.client_id)
            .filter(|entry| {
                text(entry, "connection") == self.connection || text(entry, "connection_id") == self.connection_id
            })
            .collect();
        // Each narrows them down; the last only where it leaves any, for a person's browser may go another way than Lintel.
        if let Some(user_id) = &known.user_id {
            fitting.retain(|entry| &text(entry, "user_id") == user_id);
        }
        let mut fitting: Vec<(bool, SignInEvent)> = fitting
            .into_iter()
            .map(|entry| (from_here(&entry), sign_in(entry)))
            .filter(|(_, event)| {
                known.succeeded.is_none_or(|succeeded| succeeded == (event.outcome != SignInOutcome::Failed))
            })
            .collect();
        if fitting.iter().any(|(from_here, _)| *from_here) {
            fitting.retain(|(from_here, _)| *from_here);
        }
        let of = fitting.len();
        fitting.into_iter().next().map(|(_, event)| Joined { event, of })
    }
}

fn not_granted() -> String {
    format!("Lintel may not read the tenant’s log: its credentials lack {READ_LOGS}.")
}
