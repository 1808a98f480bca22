//! Every connection of a tenant looked at as a sign-in would meet it: its provider and keys, what is stored beside what the provider says
//! now, domains that others have too, what comes to an end. Nothing is written.

mod domains;
mod ends;
mod finding;
mod provider;

use std::collections::{BTreeMap, HashMap};

use futures_util::{StreamExt, stream};
use lintel_management::Connection;
use url::Url;

pub use self::finding::{CheckedConnection, CheckupFinding, CheckupProgress};
use self::provider::{Answers, address};
use crate::{Console, console::STRATEGY, view::Problem};

/// Hosts that are asked at once; of one host one address after the other.
const HOSTS_AT_ONCE: usize = 8;

/// Called after each connection.
pub type CheckupObserver<'a> = dyn Fn(CheckupProgress) + Send + Sync + 'a;

impl Console {
    /// What there is to say of each connection, in the order of the list; of those named in `only`, where it is given. A provider that several
    /// connections have is asked once. Cancelled through its ticket.
    pub async fn check_connections(
        &self,
        ticket: &str,
        only: Option<&[String]>,
        observer: &CheckupObserver<'_>,
    ) -> Result<Vec<CheckedConnection>, Problem> {
        self.common.tickets.run(ticket, self.checked_connections(only, observer)).await?
    }

    async fn checked_connections(
        &self,
        only: Option<&[String]>,
        observer: &CheckupObserver<'_>,
    ) -> Result<Vec<CheckedConnection>, Problem> {
        let every: Vec<Connection> = self.client.list_connections(None).await?;
        let held = domains::held(&every);
        let wanted: Vec<Connection> = every
            .into_iter()
            .filter(|one| one.strategy == STRATEGY && only.is_none_or(|only| only.contains(&one.name)))
            .collect();
        let total = wanted.len();
        let mut done = 0;
        let mut checked: Vec<Option<CheckedConnection>> = vec![None; total];
        let mut hosts =
            stream::iter(by_host(&wanted)).map(|group| self.of_host(group, &wanted)).buffer_unordered(HOSTS_AT_ONCE);
        while let Some(answered) = hosts.next().await {
            for (place, mut findings) in answered {
                let connection = &wanted[place];
                findings.extend(domains::findings(connection, &held));
                findings.extend(self.ends(connection).await);
                findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
                checked[place] =
                    Some(CheckedConnection { id: connection.id.clone(), name: connection.name.clone(), findings });
                done += 1;
                observer(CheckupProgress { done, total });
            }
        }
        Ok(checked.into_iter().flatten().collect())
    }

    /// The connections of one host, by their place in the list, each with what its provider gives reason to say.
    async fn of_host(&self, places: Vec<usize>, wanted: &[Connection]) -> Vec<(usize, Vec<CheckupFinding>)> {
        let mut answers = Answers::default();
        let mut found = Vec::with_capacity(places.len());
        for place in places {
            found.push((place, self.provider_findings(&wanted[place], &mut answers).await));
        }
        found
    }
}

/// The places of the connections in the list, by the host of their provider. Those without an address are one group.
fn by_host(connections: &[Connection]) -> Vec<Vec<usize>> {
    let mut order: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut first_of: HashMap<Option<String>, usize> = HashMap::new();
    for (place, connection) in connections.iter().enumerate() {
        let host = address(connection).and_then(|address| Url::parse(address).ok()?.host_str().map(str::to_owned));
        let first = *first_of.entry(host).or_insert(place);
        order.entry(first).or_default().push(place);
    }
    order.into_values().collect()
}
