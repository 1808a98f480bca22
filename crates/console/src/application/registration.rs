//! The tenant's applications: which there are, and what each may use. They are written on a local tenant alone: credentials of
//! an Auth0 tenant are asked for no scope to write applications.

use std::collections::{HashMap, HashSet};

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_management::{Application, ClientError, Request, client::MOST_AT_ONCE};
use lintel_tenant::Tenant;
use serde_json::json;

use crate::{
    Console,
    application::{callbacks, switches::is_interactive},
    console::STRATEGY,
    view::{ApplicationChange, ApplicationConnection, ApplicationForm, ApplicationView, Problem, TenantApplication},
};

const APP_TYPES: [&str; 4] = ["regular_web", "spa", "native", "non_interactive"];

impl Console {
    pub async fn tenant_applications(&self) -> Result<Vec<TenantApplication>, Problem> {
        let applications = self.applications().await?;
        Ok(applications
            .into_iter()
            .map(|application| TenantApplication {
                interactive: is_interactive(&application),
                problem: application.unreadable().map(str::to_owned),
                client_id: application.client_id,
                name: application.name,
                app_type: application.app_type,
            })
            .collect())
    }

    /// How many connections each application may use, by client ID. Applications that may use none are left out. Asked of whichever are
    /// fewer, the applications or the connections.
    pub async fn connections_per_application(&self) -> Result<HashMap<String, u32>, Problem> {
        let (applications, connections) = tokio::join!(self.applications(), self.client.connection_ids(STRATEGY));
        let (applications, connections) = (applications?, connections?);
        if applications.len() <= connections.len() {
            let counts = stream::iter(applications).map(async |application| {
                let enabled = self.client.client_connection_ids(&application.client_id, STRATEGY).await?;
                Ok::<_, ClientError>((application.client_id, u32::try_from(enabled.len()).unwrap_or(u32::MAX)))
            });
            let counts: HashMap<String, u32> = counts.buffer_unordered(MOST_AT_ONCE).try_collect().await?;
            return Ok(counts.into_iter().filter(|(_, count)| *count > 0).collect());
        }
        let enabled = stream::iter(connections).map(async |id| self.client.connection_clients(&id).await);
        let enabled: Vec<Vec<String>> = enabled.buffer_unordered(MOST_AT_ONCE).try_collect().await?;
        let mut counts = HashMap::new();
        for client_id in enabled.into_iter().flatten() {
            *counts.entry(client_id).or_default() += 1;
        }
        Ok(counts)
    }

    pub async fn application(&self, client_id: &str) -> Result<ApplicationView, Problem> {
        let (application, enabled, connections) = tokio::join!(
            self.client.client(client_id),
            self.client.client_connection_ids(client_id, STRATEGY),
            self.client.named_connections(STRATEGY)
        );
        let application = application.map_err(|error| unknown(error, client_id))?;
        let (enabled, connections): (HashSet<String>, _) = (enabled?.into_iter().collect(), connections?);
        Ok(ApplicationView {
            writable: self.served().is_some(),
            kept_for: self.served().and_then(|tenant| tenant.purpose(client_id)).map(str::to_owned),
            confidential: is_confidential(&application),
            interactive: is_interactive(&application),
            connections: connections
                .into_iter()
                .map(|connection| ApplicationConnection {
                    enabled: enabled.contains(&connection.id),
                    display_name: connection.display_name.unwrap_or_else(|| connection.name.clone()),
                    id: connection.id,
                    name: connection.name,
                })
                .collect(),
            client_id: application.client_id,
            app_type: application.app_type,
            form: ApplicationForm { name: application.name, callbacks: application.callbacks },
        })
    }

    pub async fn create_application(&self, form: &ApplicationForm, app_type: &str) -> Result<ApplicationView, Problem> {
        let created: Application = self.client.perform_for(&self.application_creation(form, app_type)?).await?;
        self.application(&created.client_id).await
    }

    pub async fn save_application(&self, client_id: &str, form: &ApplicationForm) -> Result<ApplicationView, Problem> {
        let request = self.application_save(client_id, form).await?;
        self.client.perform(&request).await.map_err(|error| unknown(error, client_id))?;
        self.application(client_id).await
    }

    /// Deletes an application once its name was typed. No connection is enabled for it any more.
    pub async fn delete_application(&self, client_id: &str, typed_name: &str) -> Result<(), Problem> {
        self.writes_applications()?;
        let application = self.client.client(client_id).await.map_err(|error| unknown(error, client_id))?;
        if application.name != typed_name {
            return Err(Problem::new("name-differs", format!("“{typed_name}” is not the name of this application."))
                .at("typed_name")
                .remedy(format!("Type {}.", application.name)));
        }
        self.client.perform(&Request::delete_application(client_id)).await?;
        Ok(())
    }

    /// What a change of an application sends.
    pub(crate) async fn application_requests(&self, change: &ApplicationChange) -> Result<Vec<Request>, Problem> {
        self.writes_applications()?;
        Ok(match change {
            ApplicationChange::Creation { form, app_type } => vec![self.application_creation(form, app_type)?],
            ApplicationChange::Save { client_id, form } => vec![self.application_save(client_id, form).await?],
            ApplicationChange::Deletion { client_id } => vec![Request::delete_application(client_id)],
            ApplicationChange::LoginAllowed { client_id } => self.login_allowed(client_id).await?.into_iter().collect(),
        })
    }

    fn application_creation(&self, form: &ApplicationForm, app_type: &str) -> Result<Request, Problem> {
        self.writes_applications()?;
        let form = form.checked(&[])?;
        if !APP_TYPES.contains(&app_type) {
            return Err(Problem::new("app-type-unknown", format!("“{app_type}” is no type of application."))
                .at("app_type")
                .remedy(format!("Choose one of {}.", APP_TYPES.join(", "))));
        }
        let body = json!({ "name": form.name, "app_type": app_type, "callbacks": form.callbacks });
        Ok(Request::create_application(body))
    }

    async fn application_save(&self, client_id: &str, form: &ApplicationForm) -> Result<Request, Problem> {
        self.writes_applications()?;
        let held = self.client.client(client_id).await.map_err(|error| unknown(error, client_id))?;
        let form = form.checked(&held.callbacks)?;
        Ok(Request::update_application(client_id, json!({ "name": form.name, "callbacks": form.callbacks })))
    }

    /// The client secret, for a person who asked to see it.
    pub async fn reveal_application_secret(&self, client_id: &str) -> Result<String, Problem> {
        self.writes_applications()?;
        // The API shows every application's secret but the one that it is managed with.
        if let Some((_, secret)) = self.served().map(Tenant::management_client).filter(|(own, _)| own == client_id) {
            return Ok(secret.expose().to_owned());
        }
        let application = self.client.client(client_id).await.map_err(|error| unknown(error, client_id))?;
        application.client_secret.ok_or_else(|| Problem::new("no-secret", "This application has no client secret."))
    }

    pub(crate) fn writes_applications(&self) -> Result<(), Problem> {
        match self.served() {
            Some(_) => Ok(()),
            None => Err(Problem::new(
                "not-here",
                format!(
                    "Lintel creates, changes and deletes applications on local tenants only, and this one is {}.",
                    self.url()
                ),
            )
            .remedy("Change it in the Auth0 Dashboard.")),
        }
    }
}

impl ApplicationForm {
    /// The form without blanks around its values, once every value will do. A callback that is held already hinders nothing.
    fn checked(&self, held: &[String]) -> Result<ApplicationForm, Problem> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Problem::new("name-missing", "The name is empty.").at("name").remedy("Enter a name."));
        }
        if let Some(odd) = name.chars().find(|char| "<>".contains(*char)) {
            return Err(Problem::new("name-invalid", format!("“{odd}” can’t be part of a name."))
                .at("name")
                .remedy("Use a name without < and >."));
        }
        let mut callbacks: Vec<String> = Vec::new();
        for callback in self.callbacks.iter().map(|callback| callback.trim()).filter(|callback| !callback.is_empty()) {
            if !held.iter().any(|held| held == callback) {
                callbacks::sound(callback)?;
            }
            if !callbacks.iter().any(|known| known == callback) {
                callbacks.push(callback.to_owned());
            }
        }
        Ok(ApplicationForm { name: name.to_owned(), callbacks })
    }
}

pub(crate) fn is_confidential(application: &Application) -> bool {
    application.other.get("token_endpoint_auth_method").is_none_or(|method| method != "none")
}

fn unknown(error: ClientError, client_id: &str) -> Problem {
    match error.code() {
        Some("inexistent_client") => Problem::new(
            "application-unknown",
            format!("The tenant has no application with the client ID `{client_id}`."),
        )
        .remedy("It may have been deleted. Go back to the list."),
        _ => error.into(),
    }
}
