//! Connections: list, read, create.

use std::{
    collections::{HashMap, HashSet},
    slice,
    sync::atomic::Ordering,
};

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_management::{Application, ClientError, Connection, Options, Request, client::MOST_AT_ONCE};
use lintel_practice::Practice;
use lintel_tenant::OidcOptions;
use serde_json::Value;
use url::Url;

use crate::{
    Console,
    application::switches::is_interactive,
    change::{
        document::{document, holds, visible},
        journal::{About, ChangeKind, ChangeState, Document, Subject},
        plan,
        seen::GONE,
        settling::unanswered,
        turns::Turn,
    },
    connection::form::{name_like, name_problem},
    console::STRATEGY,
    view::{
        CachedList, ConnectionForm, ConnectionPage, ConnectionRow, ConnectionView, Deletion, Edit, EnabledCount,
        NameCheck, Problem, ProviderCheck, UserSearch,
    },
};

/// As many connections as are counted one by one.
const FEW: usize = 50;
/// The applications that the API lists at most.
const REACH: usize = 1000;

impl Console {
    /// The OpenID Connect connections of the tenant, page by page: the first, or the one that begins at `from`.
    pub async fn list_connections(&self, from: Option<&str>) -> Result<ConnectionPage, Problem> {
        let tested = if from.is_none() { self.results.connections() } else { HashSet::new() };
        let page = self.client.connections_page(STRATEGY, from).await?;
        if from.is_none() {
            self.is_one_page.store(page.next.is_none(), Ordering::Relaxed);
        }
        if from.is_none() && page.next.is_none() {
            // The whole list: of what was deleted elsewhere nothing is to stay.
            let listed: HashSet<&str> = page.items.iter().map(|one| one.id.as_str()).collect();
            self.results.forget(tested.into_iter().filter(|id| !listed.contains(id.as_str())).collect()).await;
            self.providers.keep_only(listed.into_iter().map(str::to_owned).collect()).await;
        }
        let rows: Vec<_> = page.items.into_iter().map(|one| self.row(one)).collect();
        if let Some(cache) = &self.list_cache {
            cache.page(from, &rows, page.next.as_deref()).await;
        }
        Ok(ConnectionPage { rows, next: page.next })
    }

    /// The list as it was read last, at once and from this computer: its beginning, or the rest of it; none where it was not read, or
    /// nothing is kept here.
    pub async fn cached_connections(&self, rest: bool) -> Option<CachedList> {
        self.list_cache.as_ref()?.read(rest).await
    }

    /// The IDs of the connections that are enabled for the application.
    pub async fn connections_of_application(&self, client_id: &str) -> Result<Vec<String>, Problem> {
        Ok(self.client.client_connection_ids(client_id, STRATEGY).await?)
    }

    /// One row of the list: of the state that a page was filled from, or as it is now.
    pub async fn connection_row(&self, id: &str, revision: Option<&str>) -> Result<ConnectionRow, Problem> {
        match revision.and_then(|revision| self.loaded.at(revision)) {
            Some(state) => Ok(self.row(state)),
            None => Ok(self.row(self.there(id).await?)),
        }
    }

    async fn forget_connection(&self, id: &str) {
        self.results.forget(vec![id.to_owned()]).await;
        self.providers.forget(id).await;
    }

    /// The connection; of one that is gone nothing stays.
    async fn there(&self, id: &str) -> Result<Connection, Problem> {
        let read = self.read(id).await;
        if read.as_ref().is_err_and(|problem| problem.code == GONE) {
            self.forget_connection(id).await;
        }
        read
    }

    /// For how many applications that people sign in to each of the connections is enabled; one that is gone is left out. Where the list
    /// is one page, or many are asked about, the applications are asked for their connections, if they are fewer.
    pub async fn enabled_counts(&self, ids: &[String]) -> Result<Vec<EnabledCount>, Problem> {
        let without_logins = match ids.len() > FEW || self.is_one_page.load(Ordering::Relaxed) {
            false => self.without_logins().await?,
            true => {
                let applications = self.applications_seen().await?;
                let (with, without): (Vec<_>, Vec<_>) = applications.into_iter().partition(is_interactive);
                if !with.is_empty() && with.len() < ids.len().min(REACH) {
                    return Ok(counted(ids, &self.connections_of_each(with).await?));
                }
                without.into_iter().map(|application| application.client_id).collect()
            }
        };
        let counts = stream::iter(ids.to_vec()).map(async |id| match self.client.connection_clients(&id).await {
            Ok(enabled) => Ok(Some(EnabledCount { count: count_used(&enabled, &without_logins), id })),
            Err(gone) if gone.status() == Some(404) => Ok(None),
            Err(error) => Err(Problem::from(error)),
        });
        let counts: Vec<Option<EnabledCount>> = counts.buffered(MOST_AT_ONCE).try_collect().await?;
        Ok(counts.into_iter().flatten().collect())
    }

    pub async fn connection(&self, id: &str) -> Result<ConnectionView, Problem> {
        let connection = self.there(id).await?;
        // A form that cannot be filled must not be edited.
        document(&connection)?;
        Ok(self.view(connection))
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
        self.create_tested_connection(form, None).await
    }

    /// The same for a form that was tested: that test is the connection's from now on.
    pub async fn create_tested_connection(
        &self,
        form: &ConnectionForm,
        trial_id: Option<&str>,
    ) -> Result<ConnectionView, Problem> {
        let form = &ConnectionForm { name: form.name.trim().to_owned(), ..form.clone() };
        let after = self.meant(form).await?;
        let created = self.create(&form.name, &after).await?;
        if let Some(trial_id) = trial_id {
            self.results.adopt(trial_id, &created).await;
        }
        Ok(self.view(created))
    }

    /// The connection that a form is to create, if it will do.
    pub(crate) async fn meant(&self, form: &ConnectionForm) -> Result<Document, Problem> {
        form.validate(None)?;
        form.has_secret(None)?;
        let discovery_url = self.sound_discovery_url(form).await?;
        let mut after = Document::new();
        form.put(&mut after, &discovery_url);
        Ok(after)
    }

    /// Creates a connection once more that was deleted while its form was open: as the form was filled from it, with what the form
    /// changes. It gets another ID and, with `private_key_jwt`, other keys.
    pub async fn recreate_connection(&self, edit: &Edit) -> Result<ConnectionView, Problem> {
        let (_, mut after) = self.edited(edit).await?;
        if let Some(Value::Object(options)) = after.get_mut("options") {
            // The tenant's own.
            options.shift_remove("schema_version");
        }
        let created = self.create(&self.state_of_page(&edit.revision)?.name, &after).await?;
        Ok(self.view(created))
    }

    /// Creates a connection once that is written down, by its name: its ID is the tenant's to give.
    pub(crate) async fn create(&self, name: &str, after: &Document) -> Result<Connection, Problem> {
        let request = plan::creation(name, after);
        let _turn = self.turn_to_create(name).await;
        let subject = Subject::New(name.to_owned());
        let about = About::sending(slice::from_ref(&request));
        let entry = self.begin(subject, ChangeKind::Created, &Document::new(), after, about).await?;
        let created: Connection = match self.client.perform_for(&request).await {
            Ok(created) => created,
            Err(error) if error.did_nothing() => {
                entry.settle(ChangeState::NotDone).await;
                let conflict = error.status() == Some(409);
                let problem = Problem::from(error);
                let is_taken = conflict && problem.field.as_deref() == Some("name");
                return Err(if is_taken { taken(name) } else { problem });
            }
            Err(error) => self.made_after_all(name, after).await.ok_or_else(|| unanswered(error))?,
        };
        entry.settle_created(&created.id).await;
        self.creation_is_done(name).await;
        // Without `read:connections_options` the answer does not repeat them, and they are there all the same.
        let sent = || after.get("options").and_then(Value::as_object).cloned().map(Options);
        let options = created.options.or_else(sent);
        Ok(Connection { options, ..created })
    }

    /// The connection of that name, where the answer to its creation was lost and it is there as it was meant.
    async fn made_after_all(&self, name: &str, meant: &Document) -> Option<Connection> {
        let found = self.client.connection_named(name).await.ok()??;
        document(&found).is_ok_and(|held| holds(meant, &held)).then_some(found)
    }

    /// What goes with a connection when it is deleted.
    pub async fn deletion(&self, id: &str) -> Result<Deletion, Problem> {
        let name = self.read(id).await?.name;
        let search = UserSearch { text: String::new(), connection: Some(name) };
        let (users, applications) = tokio::join!(self.find_users(&search, 0), self.count_enabled(id));
        Ok(Deletion {
            users: seen(users.map(|found| found.total))?,
            applications: seen(applications.map_err(Problem::from))?,
        })
    }

    /// Deletes a connection and its users, once its name was typed.
    pub async fn delete_connection(&self, id: &str, typed_name: &str) -> Result<(), Problem> {
        let turn = self.turn(id).await;
        let connection = self.read_in(&turn).await?;
        if connection.name != typed_name {
            return Err(Problem::new("name-differs", format!("“{typed_name}” is not the name of this connection."))
                .at("typed_name")
                .remedy(format!("Type {}.", connection.name)));
        }
        self.delete(&turn, &connection).await
    }

    /// Deletes a connection once that is written down.
    pub(crate) async fn delete(&self, turn: &Turn, connection: &Connection) -> Result<(), Problem> {
        self.send_delete(turn, connection).await?;
        self.draft_is_done(turn.connection()).await;
        Ok(())
    }

    async fn send_delete(&self, turn: &Turn, connection: &Connection) -> Result<(), Problem> {
        let id = turn.connection();
        let subject = Subject::Connection(id.to_owned());
        let before = visible(connection);
        let request = Request::delete_connection(id);
        let about = About::sending(slice::from_ref(&request));
        let entry = self.begin(subject, ChangeKind::Deleted, &before, &Document::new(), about).await?;
        let Err(error) = self.client.perform(&request).await else {
            entry.settle(ChangeState::Done).await;
            self.forget_connection(id).await;
            return Ok(());
        };
        if error.did_nothing() {
            entry.settle(ChangeState::NotDone).await;
            return Err(self.refused(id, error));
        }
        match self.client.connection(id).await {
            Err(gone) if gone.status() == Some(404) => {
                entry.settle(ChangeState::Done).await;
                self.forget_connection(id).await;
                Ok(())
            }
            _ => Err(unanswered(error)),
        }
    }

    /// The saved client secret, for a person who asked to see it.
    pub async fn reveal_secret(&self, id: &str) -> Result<String, Problem> {
        let connection = self.read(id).await?;
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
            Some(found) => match &verdict.refusal {
                Some(refusal) => Err(Problem::new("provider-incomplete", refusal.clone())
                    .at("discovery_url")
                    .remedy("Have the provider complete its configuration, or choose the other channel.")),
                None => Ok(found.discovery_url.clone()),
            },
        }
    }

    fn row(&self, connection: Connection) -> ConnectionRow {
        let problem = connection.unreadable().map(str::to_owned);
        let last_trial = self.results.summary(&connection);
        let options = connection.options.unwrap_or_default();
        let address = options.issuer().or_else(|| options.discovery_url()).unwrap_or_default();
        ConnectionRow {
            issuer_host: Url::parse(address)
                .ok()
                .map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()),
            domains: OidcOptions::of(&options).domain_aliases.into_iter().map(str::to_owned).collect(),
            channel: OidcOptions::of(&options).channel,
            client_id: options.client_id().map(str::to_owned),
            display_name: connection.display_name.unwrap_or_else(|| connection.name.clone()),
            show_as_button: connection.show_as_button,
            last_trial,
            problem,
            id: connection.id,
            name: connection.name,
        }
    }

    /// The page of a connection, whose applications it counts itself.
    pub(crate) fn view(&self, connection: Connection) -> ConnectionView {
        let options = connection.options.clone().unwrap_or_default();
        let form = ConnectionForm::of(&connection);
        let practice = self.common.practice.as_ref().map(Practice::issuer).ok();
        ConnectionView {
            enabled_applications: None,
            has_secret: options.client_secret().is_some(),
            practice: practice
                .is_some_and(|practice| options.issuer() == Some(practice) || form.discovery_url.starts_with(practice)),
            last_trial: self.results.summary(&connection),
            revision: self.loaded.remember(&connection),
            id: connection.id,
            form,
        }
    }

    /// The applications, where the credentials may see them.
    async fn applications_seen(&self) -> Result<Vec<Application>, ClientError> {
        match self.client.clients().await {
            Err(refused) if refused.status() == Some(403) => Ok(Vec::new()),
            answer => answer,
        }
    }

    /// The IDs of the connections that are enabled for each of the applications.
    async fn connections_of_each(&self, applications: Vec<Application>) -> Result<Vec<Vec<String>>, ClientError> {
        let ids = stream::iter(applications)
            .map(async |application| self.client.client_connection_ids(&application.client_id, STRATEGY).await);
        ids.buffer_unordered(MOST_AT_ONCE).try_collect().await
    }

    async fn count_enabled(&self, id: &str) -> Result<u32, ClientError> {
        let (enabled, without_logins) = tokio::join!(self.client.connection_clients(id), self.without_logins());
        Ok(count_used(&enabled?, &without_logins?))
    }
}

fn counted(ids: &[String], of_applications: &[Vec<String>]) -> Vec<EnabledCount> {
    let mut counts: HashMap<&String, u32> = HashMap::new();
    for id in of_applications.iter().flatten() {
        *counts.entry(id).or_default() += 1;
    }
    ids.iter().map(|id| EnabledCount { id: id.clone(), count: counts.get(id).copied().unwrap_or(0) }).collect()
}

/// Another tool may have enabled a connection where nobody signs in: it is of no use there.
fn count_used(enabled: &[String], without_logins: &HashSet<String>) -> u32 {
    let used = enabled.iter().filter(|client_id| !without_logins.contains(*client_id)).count();
    u32::try_from(used).unwrap_or(u32::MAX)
}

/// What a scope that is missing hides is not known, which hinders nothing else.
fn seen<T>(answer: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match answer {
        Err(problem) if problem.code == "insufficient_scope" => Ok(None),
        answer => answer.map(Some),
    }
}

fn taken(name: &str) -> Problem {
    Problem::new("name-taken", format!("A connection named “{name}” is there already."))
        .at("name")
        .remedy("Choose another name. It is part of every user ID and cannot be changed later.")
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
