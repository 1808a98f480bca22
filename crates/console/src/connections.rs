//! Connections: list, read, create.

use lintel_management::{Client, Connection};
use serde_json::json;
use url::Url;

use crate::{
    Console,
    form::{channel, name_problem},
    journal::{ChangeKind, ChangeState, Document},
    saving::document,
    view::{ConnectionForm, ConnectionRow, ConnectionView, Deletion, Problem, ProviderCheck},
};

impl Console {
    /// Every OpenID Connect connection of the tenant.
    pub async fn list_connections(&self) -> Result<Vec<ConnectionRow>, Problem> {
        let mut rows = Vec::new();
        for connection in self.client.list_connections(Some("oidc")).await? {
            rows.push(self.row(connection).await?);
        }
        Ok(rows)
    }

    pub async fn connection(&self, id: &str) -> Result<ConnectionView, Problem> {
        let connection = self.client.connection(id).await?;
        // A form that cannot be filled must not be edited.
        document(&connection)?;
        self.view(connection).await
    }

    /// What is wrong with a name for a new connection: the rule, or that it is taken.
    pub async fn check_name(&self, name: &str) -> Result<Option<Problem>, Problem> {
        if let Some(problem) = name_problem(name) {
            return Ok(Some(problem));
        }
        let taken = self.client.list_connections(None).await?.iter().any(|connection| connection.name == name);
        Ok(taken.then(|| {
            Problem::new("name-taken", format!("A connection named “{name}” is there already."))
                .at("name")
                .remedy("Choose another name. It is part of every user ID and cannot be changed later.")
        }))
    }

    /// Creates a connection once its provider has been found sound for the channel.
    pub async fn create_connection(&self, form: &ConnectionForm) -> Result<ConnectionView, Problem> {
        form.validate(None)?;
        form.has_secret(None)?;
        let discovery_url = self.sound_discovery_url(form).await?;
        let options = form.options(None, &discovery_url);
        let body = json!({
            "name": form.name, "display_name": form.display_name(), "strategy": "oidc",
            "show_as_button": form.show_as_button, "options": options,
        });
        let created = self.client.create_connection(&body).await?;
        let after = document(&created)?;
        let entry = self.journal.begin(&created.id, ChangeKind::Created, &Document::new(), &after).await?;
        self.journal.settle(entry, ChangeState::Done).await?;
        self.view(created).await
    }

    /// What goes with a connection when it is deleted.
    pub async fn deletion(&self, id: &str) -> Result<Deletion, Problem> {
        let name = self.client.connection(id).await?.name;
        let (users, applications) = tokio::join!(self.client.users(Some(&name)), self.enabled_count(id));
        Ok(Deletion { users: u32::try_from(users?.len()).unwrap_or(u32::MAX), applications: applications? })
    }

    /// Deletes a connection and its users, once its name was typed.
    pub async fn delete_connection(&self, id: &str, typed_name: &str) -> Result<(), Problem> {
        let connection = self.client.connection(id).await?;
        if connection.name != typed_name {
            return Err(Problem::new("name-differs", format!("“{typed_name}” is not the name of this connection."))
                .at("typed_name")
                .remedy(format!("Type {}.", connection.name)));
        }
        let before = document(&connection)?;
        let entry = self.journal.begin(id, ChangeKind::Deleted, &before, &Document::new()).await?;
        let deleted = self.client.delete_connection(id).await;
        match &deleted {
            Ok(()) => self.journal.settle(entry, ChangeState::Done).await?,
            Err(refused) if refused.status().is_some() => self.journal.settle(entry, ChangeState::NotDone).await?,
            // Nobody knows whether it arrived; the next start looks.
            Err(_) => {}
        }
        Ok(deleted?)
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

    async fn row(&self, connection: Connection) -> Result<ConnectionRow, Problem> {
        let options = connection.options.clone().unwrap_or_default();
        let address = options.issuer().or_else(|| options.discovery_url()).unwrap_or_default();
        Ok(ConnectionRow {
            enabled_applications: self.enabled_count(&connection.id).await?,
            issuer_host: Url::parse(address)
                .ok()
                .map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()),
            channel: channel(&options),
            display_name: connection.display_name.unwrap_or_else(|| connection.name.clone()),
            last_trial: self.trials.summary(&connection.id),
            id: connection.id,
            name: connection.name,
        })
    }

    pub(crate) async fn view(&self, connection: Connection) -> Result<ConnectionView, Problem> {
        let options = connection.options.clone().unwrap_or_default();
        let form = ConnectionForm::of(&connection);
        let practice = self.common.practice.issuer();
        Ok(ConnectionView {
            enabled_applications: self.enabled_count(&connection.id).await?,
            has_secret: options.client_secret().is_some(),
            practice: options.issuer() == Some(practice) || form.discovery_url.starts_with(practice),
            last_trial: self.trials.summary(&connection.id),
            revision: self.loaded.remember(&connection),
            id: connection.id,
            form,
        })
    }

    async fn enabled_count(&self, id: &str) -> Result<u32, Problem> {
        enabled_count(&self.client, id).await
    }
}

async fn enabled_count(client: &Client, id: &str) -> Result<u32, Problem> {
    Ok(u32::try_from(client.connection_clients(id).await?.len()).unwrap_or(u32::MAX))
}

fn not_found(check: &ProviderCheck, input: &str) -> Problem {
    let tried: Vec<String> = check.tried.iter().map(|tried| format!("{} ({})", tried.url, tried.outcome)).collect();
    let message = match check.findings.first() {
        Some(finding) if tried.is_empty() => finding.message.clone(),
        _ => format!("No OpenID Connect configuration was found for “{input}”. Tried: {}.", tried.join("; ")),
    };
    Problem::new("provider-not-found", message)
        .at("discovery_url")
        .remedy("Enter the provider's issuer or its full discovery URL.")
}
