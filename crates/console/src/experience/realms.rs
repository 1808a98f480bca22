//! Home realm discovery of a tenant, with a draft in the place of the saved connection.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use futures_util::future::try_join_all;
use lintel_management::{ClientError, Connection, Options};
use lintel_tenant::realm::{self, Route};

use crate::{
    Console,
    application::switches::is_interactive,
    experience::{domains, public_mail::is_public_mail},
    field::Tab,
    view::{
        ApplicationRoute, ConnectionForm, ConnectionName, DomainRow, DomainsRead, EmailRoute, EmailRoutes, Problem,
        RefusedDomain,
    },
};

impl Console {
    /// The domains in what was typed or pasted, after those that are `held`, each with what speaks against it.
    pub async fn read_domains(
        &self,
        connection_id: &str,
        held: &[String],
        typed: &str,
    ) -> Result<DomainsRead, Problem> {
        let mut read: Vec<String> = held.to_vec();
        let mut known: HashSet<String> = held.iter().map(|domain| domains::key(domain)).collect();
        let (mut refused, mut repeated) = (Vec::new(), 0);
        for entry in domains::entries(typed) {
            match domains::read(entry) {
                Ok(domain) if known.insert(domain.clone()) => read.push(domain),
                Ok(_) => repeated += 1,
                Err(why) => refused.push(RefusedDomain { value: entry.to_owned(), why }),
            }
        }
        let elsewhere = elsewhere(&self.recent_claims().await?, connection_id);
        let rows = read.into_iter().map(|domain| DomainRow::of(domain, &elsewhere));
        Ok(DomainsRead { domains: rows.collect(), refused, repeated })
    }

    /// The domains that the connection gets and another has already.
    pub(crate) async fn domains_held_elsewhere(
        &self,
        id: &str,
        before: &Options,
        after: &Options,
    ) -> Result<Vec<DomainRow>, Problem> {
        let had: HashSet<String> = realm::of_options(before).map(domains::key).collect();
        let added: Vec<&str> = realm::of_options(after).filter(|domain| !had.contains(&domains::key(domain))).collect();
        if added.is_empty() {
            return Ok(Vec::new());
        }
        let elsewhere = self.domains_elsewhere(id).await?;
        let rows = added.into_iter().map(|domain| DomainRow::of(domain.to_owned(), &elsewhere));
        Ok(rows.filter(|row| !row.held_by.is_empty()).collect())
    }

    /// Where an email address leads, for each application.
    pub async fn route_email(
        &self,
        connection_id: &str,
        form: &ConnectionForm,
        email: &str,
    ) -> Result<EmailRoutes, Problem> {
        let claims = self.recent_claims().await?;
        let connections: Vec<Connection> =
            claims.iter().map(|connection| with_draft(connection.clone(), connection_id, form)).collect();
        let any = realm::route(&connections, &[], email);
        let claimants: Vec<&Connection> = match &any {
            Route::Matched { connection, also, .. } => [*connection].into_iter().chain(also.iter().copied()).collect(),
            _ => Vec::new(),
        };
        if claimants.is_empty() {
            return Ok(EmailRoutes { any: EmailRoute::from(&any), applications: Vec::new() });
        }
        let enabled = claimants.iter().map(async |claimant| {
            let clients = self.client.connection_clients(&claimant.id).await?;
            Ok::<_, ClientError>(((*claimant).clone(), clients.into_iter().collect::<HashSet<_>>()))
        });
        let (enabled, applications) = tokio::join!(try_join_all(enabled), self.applications());
        let (enabled, applications) = (enabled?, applications?);
        let applications = applications.into_iter().filter(is_interactive).map(|application| {
            let (may, may_not): (Vec<_>, Vec<_>) =
                enabled.iter().cloned().partition(|(_, clients)| clients.contains(&application.client_id));
            let connections = |side: Vec<(Connection, HashSet<String>)>| -> Vec<Connection> {
                side.into_iter().map(|(connection, _)| connection).collect()
            };
            let (may, may_not) = (connections(may), connections(may_not));
            let route = EmailRoute::from(&realm::route(&may, &may_not, email));
            ApplicationRoute { application: application.name, route }
        });
        Ok(EmailRoutes { any: EmailRoute::from(&any), applications: applications.collect() })
    }

    /// Every domain of the tenant's other connections, with their names, as it is now.
    pub(crate) async fn domains_elsewhere(&self, id: &str) -> Result<Elsewhere, Problem> {
        Ok(elsewhere(&self.claims().await?, id))
    }

    /// Every connection of the tenant with its domains: what was read a moment ago will do.
    async fn recent_claims(&self) -> Result<Arc<Vec<Connection>>, Problem> {
        match self.claims.recent(self.common.world.clock.now(), self.journal.changes()) {
            Some(known) => Ok(known),
            None => self.claims().await,
        }
    }

    /// The same, read now.
    async fn claims(&self) -> Result<Arc<Vec<Connection>>, Problem> {
        let (at, changes) = (self.common.world.clock.now(), self.journal.changes());
        Ok(self.claims.keep(at, changes, self.client.list_connections(None).await?))
    }
}

fn elsewhere(connections: &[Connection], id: &str) -> Elsewhere {
    let mut elsewhere = Elsewhere::new();
    for connection in connections.iter().filter(|connection| connection.id != id) {
        for domain in realm::domains(connection) {
            elsewhere.entry(domains::key(domain)).or_default().insert(ConnectionName::from(connection));
        }
    }
    elsewhere
}

/// By the key of a domain, the connections that have it.
type Elsewhere = BTreeMap<String, BTreeSet<ConnectionName>>;

impl DomainRow {
    fn of(domain: String, elsewhere: &Elsewhere) -> Self {
        let key = domains::key(&domain);
        DomainRow {
            shown: domains::shown(&domain),
            public_mail: is_public_mail(&key),
            mail_domain: domains::mail_domain(&key).map(str::to_owned),
            held_by: elsewhere.get(&key).into_iter().flatten().cloned().collect(),
            domain,
        }
    }
}

/// The connection, or the draft of it where it is the one that is edited.
pub(crate) fn with_draft(mut connection: Connection, id: &str, form: &ConnectionForm) -> Connection {
    if connection.id == id {
        connection.display_name = Some(form.display_name().to_owned());
        connection.show_as_button = form.show_as_button;
        form.say_on(Tab::LoginExperience, connection.options.get_or_insert_default());
    }
    connection
}

impl From<&Route<'_>> for EmailRoute {
    fn from(route: &Route<'_>) -> Self {
        let names = |connections: &[&Connection]| connections.iter().map(|one| ConnectionName::from(*one)).collect();
        match route {
            Route::Matched { connection, domain, also } => EmailRoute::Matched {
                connection: ConnectionName::from(*connection),
                domain: domains::shown(domain),
                also: names(also),
            },
            Route::NotEnabled { domain, claimed_by } => {
                EmailRoute::NotEnabled { domain: domains::shown(domain), claimed_by: names(claimed_by) }
            }
            Route::Unmatched { domain } => EmailRoute::Unmatched { domain: domains::shown(domain) },
            Route::NotAnAddress => EmailRoute::NotAnAddress,
        }
    }
}

impl From<&Connection> for ConnectionName {
    fn from(connection: &Connection) -> Self {
        ConnectionName { id: connection.id.clone(), name: connection.name.clone() }
    }
}
