//! Connections: list, read, create.

use std::collections::HashMap;

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_management::{Client, ClientError, Connection};
use serde_json::Value;
use url::Url;

use crate::{
    Console,
    form::{channel, domain_aliases, name_like, name_problem},
    journal::{ChangeKind, ChangeState, Document, Subject},
    saving::{DISPLAY_NAME, SHOW_AS_BUTTON, document, holds, visible},
    settling::unanswered,
    turns::Turn,
    view::{
        ConnectionForm, ConnectionPage, ConnectionRow, ConnectionView, Deletion, EnabledCount, NameCheck, Problem,
        ProviderCheck, UserSearch,
    },
};

/// Of the connections that this program is about.
pub(crate) const STRATEGY: &str = "oidc";
/// Calls that are under way together: few enough for a tenant's rate limit.
pub(crate) const AT_ONCE: usize = 4;
/// As many connections as are counted one by one.
const FEW: usize = 50;
/// The applications that the API lists at most.
const REACH: usize = 1000;

impl Console {
    /// The OpenID Connect connections of the tenant, page by page: the first, or the one that begins at `from`.
    pub async fn list_connections(&self, from: Option<&str>) -> Result<ConnectionPage, Problem> {
        let page = self.client.connections_page(STRATEGY, from).await?;
        Ok(ConnectionPage { rows: page.items.into_iter().map(|one| self.row(one)).collect(), next: page.next })
    }

    /// One row of the list, as it is now.
    pub async fn connection_row(&self, id: &str) -> Result<ConnectionRow, Problem> {
        Ok(self.row(self.client.connection(id).await?))
    }

    /// For how many applications each of the connections is enabled; one that is gone is left out.
    pub async fn enabled_counts(&self, ids: &[String]) -> Result<Vec<EnabledCount>, Problem> {
        if ids.len() > FEW
            && let Some(counts) = self.counts_by_application(ids.len()).await?
        {
            let count = |id: &String| EnabledCount { id: id.clone(), count: counts.get(id).copied().unwrap_or(0) };
            return Ok(ids.iter().map(count).collect());
        }
        let counts = stream::iter(ids.to_vec()).map(async |id| match enabled_count(&self.client, &id).await {
            Ok(count) => Ok(Some(EnabledCount { id, count })),
            Err(gone) if gone.status() == Some(404) => Ok(None),
            Err(error) => Err(Problem::from(error)),
        });
        let counts: Vec<Option<EnabledCount>> = counts.buffered(AT_ONCE).try_collect().await?;
        Ok(counts.into_iter().flatten().collect())
    }

    pub async fn connection(&self, id: &str) -> Result<ConnectionView, Problem> {
        let connection = self.client.connection(id).await?;
        // A form that cannot be filled must not be edited.
        document(&connection)?;
        Ok(self.view(connection).await)
    }

    /// What is wrong with a name for a new connection, the rule or that it is taken, and one to have in its place.
    pub async fn check_name(&self, name: &str) -> Result<NameCheck, Problem> {
        let name = name.trim();
        let problem = match name_problem(name) {
            Some(problem) => Some(problem),
            None => self.client.connection_named(name).await?.map(|_| taken(name)),
        };
        let suggestion = match name_like(name).filter(|_| problem.is_some()) {
            Some(like) => Some(self.free_name(&like).await?),
            None => None,
        };
        Ok(NameCheck { problem, suggestion })
    }

    /// `wanted`, with a number behind it where somebody has it.
    pub(crate) async fn free_name(&self, wanted: &str) -> Result<String, Problem> {
        let mut name = wanted.to_owned();
        let mut number = 1;
        while self.client.connection_named(&name).await?.is_some() {
            number += 1;
            name = format!("{wanted}-{number}");
        }
        Ok(name)
    }

    /// Creates a connection once its provider has been found sound for the channel and that is written down, by its name: its ID
    /// is the tenant's to give.
    pub async fn create_connection(&self, form: &ConnectionForm) -> Result<ConnectionView, Problem> {
        let form = &ConnectionForm { name: form.name.trim().to_owned(), ..form.clone() };
        form.validate(None)?;
        form.has_secret(None)?;
        let discovery_url = self.sound_discovery_url(form).await?;
        let options = form.options(None, &discovery_url);
        let after = Document::from_iter([
            (DISPLAY_NAME.to_owned(), form.display_name().into()),
            (SHOW_AS_BUTTON.to_owned(), form.show_as_button.into()),
            ("options".to_owned(), Value::Object(options.0.clone())),
        ]);
        let mut body = after.clone();
        body.extend([("name".to_owned(), form.name.as_str().into()), ("strategy".to_owned(), STRATEGY.into())]);
        let _turn = self.turn_to_create(&form.name).await;
        let entry = self.begin(Subject::New(form.name.clone()), ChangeKind::Created, &Document::new(), &after).await?;
        let created = match self.client.create_connection(&Value::Object(body)).await {
            Ok(created) => created,
            Err(error) if error.did_nothing() => {
                entry.settle(ChangeState::NotDone).await;
                let conflict = error.status() == Some(409);
                let problem = Problem::from(error);
                let is_taken = conflict && problem.field.as_deref() == Some("name");
                return Err(if is_taken { taken(&form.name) } else { problem });
            }
            Err(error) => self.made_after_all(&form.name, &after).await.ok_or_else(|| unanswered(error))?,
        };
        entry.settle_created(&created.id).await;
        // Without `read:connections_options` the answer does not repeat them, and they are there all the same.
        let options = created.options.or(Some(options));
        Ok(self.view(Connection { options, ..created }).await)
    }

    /// The connection of that name, where the answer to its creation was lost and it is there as it was meant.
    async fn made_after_all(&self, name: &str, meant: &Document) -> Option<Connection> {
        let found = self.client.connection_named(name).await.ok()??;
        document(&found).is_ok_and(|held| holds(meant, &held)).then_some(found)
    }

    /// What goes with a connection when it is deleted.
    pub async fn deletion(&self, id: &str) -> Result<Deletion, Problem> {
        let name = self.client.connection(id).await?.name;
        let search = UserSearch { email: String::new(), connection: Some(name) };
        let (users, applications) = tokio::join!(self.find_users(&search, 0), enabled_count(&self.client, id));
        Ok(Deletion { users: users?.total, applications: applications? })
    }

    /// Deletes a connection and its users, once its name was typed.
    pub async fn delete_connection(&self, id: &str, typed_name: &str) -> Result<(), Problem> {
        let turn = self.turn(id).await;
        let connection = self.client.connection(id).await?;
        if connection.name != typed_name {
            return Err(Problem::new("name-differs", format!("“{typed_name}” is not the name of this connection."))
                .at("typed_name")
                .remedy(format!("Type {}.", connection.name)));
        }
        self.delete(&turn, &connection).await
    }

    /// Deletes a connection once that is written down.
    pub(crate) async fn delete(&self, turn: &Turn, connection: &Connection) -> Result<(), Problem> {
        let id = turn.connection();
        let subject = Subject::Connection(id.to_owned());
        let entry = self.begin(subject, ChangeKind::Deleted, &visible(connection), &Document::new()).await?;
        let Err(error) = self.client.delete_connection(id).await else {
            entry.settle(ChangeState::Done).await;
            return Ok(());
        };
        if error.did_nothing() {
            entry.settle(ChangeState::NotDone).await;
            return Err(error.into());
        }
        match self.client.connection(id).await {
            Err(gone) if gone.status() == Some(404) => {
                entry.settle(ChangeState::Done).await;
                Ok(())
            }
            _ => Err(unanswered(error)),
        }
    }

    /// The saved client secret, for a person who asked to see it.
    pub async fn reveal_secret(&self, id: &str) -> Result<String, Problem> {
        let connection = self.client.connection(id).await?;
        let secret = connection.options.as_ref().and_then(|options| options.client_secret());
        secret.map(str::to_owned).ok_or_else(|| Problem::new("no-secret", "This connection has no client secret."))
    }

    pub(crate) async fn sound_discovery_url(&self, form: &ConnectionForm) -> Result<String, Problem> {
        let check = self.checked(&form.discovery_url).await;
        let verdict = match form.channel {
            lintel_oidc::Channel::FrontChannel => &check.front_channel,
            lintel_oidc::Channel::BackChannel => &check.back_channel,
        };
        match &check.found {
            None => Err(not_found(&check, &form.discovery_url)),
            Some(_) if !verdict.usable => {
                let lacking = verdict.missing.iter().chain(&verdict.invalid).cloned().collect::<Vec<_>>().join(", ");
                Err(Problem::new(
                    "provider-incomplete",
                    format!("The provider's configuration will not do for {}: {lacking}.", form.channel.label()),
                )
                .at("discovery_url")
                .remedy("Have the provider complete its configuration, or choose the other channel."))
            }
            Some(found) => Ok(found.discovery_url.clone()),
        }
    }

    fn row(&self, connection: Connection) -> ConnectionRow {
        let problem = connection.unreadable().map(str::to_owned);
        let options = connection.options.unwrap_or_default();
        let address = options.issuer().or_else(|| options.discovery_url()).unwrap_or_default();
        ConnectionRow {
            issuer_host: Url::parse(address)
                .ok()
                .map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()),
            domains: domain_aliases(&options),
            channel: channel(&options),
            display_name: connection.display_name.unwrap_or_else(|| connection.name.clone()),
            show_as_button: connection.show_as_button,
            last_trial: self.trials.summary(&connection.id),
            problem,
            id: connection.id,
            name: connection.name,
        }
    }

    /// The page of a connection. It does not fail: what was just saved is not unsaved by a count that cannot be had.
    pub(crate) async fn view(&self, connection: Connection) -> ConnectionView {
        let options = connection.options.clone().unwrap_or_default();
        let form = ConnectionForm::of(&connection);
        let practice = self.common.practice.issuer();
        let enabled = enabled_count(&self.client, &connection.id).await;
        ConnectionView {
            enabled_applications: enabled.map_err(Problem::from).ok(),
            has_secret: options.client_secret().is_some(),
            practice: options.issuer() == Some(practice) || form.discovery_url.starts_with(practice),
            last_trial: self.trials.summary(&connection.id),
            revision: self.loaded.remember(&connection),
            id: connection.id,
            form,
        }
    }

    /// The counts of all connections, asked of the applications: few calls where the connections are many. None where the
    /// applications are as many, or not to be seen.
    async fn counts_by_application(&self, connections: usize) -> Result<Option<HashMap<String, u32>>, Problem> {
        let applications = match self.client.clients().await {
            Ok(applications) if applications.len() < connections.min(REACH) => applications,
            Ok(_) => return Ok(None),
            Err(refused) if refused.status() == Some(403) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let ids = stream::iter(applications)
            .map(async |application| self.client.client_connection_ids(&application.client_id, STRATEGY).await);
        let ids: Vec<Vec<String>> = ids.buffer_unordered(AT_ONCE).try_collect().await?;
        let mut counts = HashMap::new();
        for id in ids.into_iter().flatten() {
            *counts.entry(id).or_default() += 1;
        }
        Ok(Some(counts))
    }
}

fn taken(name: &str) -> Problem {
    Problem::new("name-taken", format!("A connection named “{name}” is there already."))
        .at("name")
        .remedy("Choose another name. It is part of every user ID and cannot be changed later.")
}

async fn enabled_count(client: &Client, id: &str) -> Result<u32, ClientError> {
    Ok(u32::try_from(client.connection_clients(id).await?.len()).unwrap_or(u32::MAX))
}

fn not_found(check: &ProviderCheck, input: &str) -> Problem {
    let tried: Vec<String> = check.tried.iter().map(|tried| format!("{} ({})", tried.url, tried.outcome)).collect();
    let message = match check.back_channel.findings.first() {
        Some(finding) if tried.is_empty() => finding.message.clone(),
        _ => format!("No OpenID Connect configuration was found for “{input}”. Tried: {}.", tried.join("; ")),
    };
    Problem::new("provider-not-found", message)
        .at("discovery_url")
        .remedy("Enter the provider's issuer or its full discovery URL.")
}
