//! Where connections come from: a tenant, or a file that was read.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use futures_util::{StreamExt, stream};
use lintel_as_code::{Bundle, ConnectionDocument, NamedApplication, Note, Open};
use lintel_management::client::MOST_AT_ONCE;
use serde_json::Value;
use url::Url;

use super::held::shown;
use crate::{Console, change::document::document, console::STRATEGY, view::Problem};

/// The connections of one plan or one export.
pub(super) const MOST: usize = 10_000;

#[derive(Debug, Clone)]
pub enum Source {
    /// Another tenant. It is not kept open by this.
    Tenant {
        console: Weak<Console>,
        domain: String,
        name: String,
    },
    File(Arc<FileSource>),
}

/// What was read from a file.
#[derive(Debug, Clone, Default)]
pub struct FileSource {
    /// The file's name, as it is shown.
    pub name: String,
    pub bundle: Bundle,
    /// The file has every option of its connections: one that it lacks is not there. Of other files nobody knows.
    pub whole: bool,
    /// Members without a value, which are not in the documents.
    pub open: Vec<Open>,
    /// What was not taken, or not as it stands there.
    pub notes: Vec<Note>,
}

impl Source {
    pub fn tenant(console: &Arc<Console>, name: &str) -> Source {
        Source::Tenant { console: Arc::downgrade(console), domain: console.domain(), name: name.to_owned() }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Source::Tenant { name, .. } => name,
            Source::File(file) => &file.name,
        }
    }

    pub(super) fn console(&self) -> Result<Option<Arc<Console>>, Problem> {
        match self {
            Source::File(_) => Ok(None),
            Source::Tenant { console, name, .. } => console.upgrade().map(Some).ok_or_else(|| {
                Problem::new("source-closed", format!("The tenant “{name}” is not open any more."))
                    .remedy("Open it, then plan again.")
            }),
        }
    }

    /// Host and port of the tenant that the connections are of, where that is known.
    pub(super) fn domain(&self) -> Option<String> {
        match self {
            Source::Tenant { domain, .. } => Some(domain.clone()),
            Source::File(file) => file.bundle.tenant.clone(),
        }
    }

    /// What is remembered of the source stands under this, in the window and on the command line, whatever the tenant is called there;
    /// nothing is of a file that names no tenant.
    pub(super) fn identity(&self) -> Option<String> {
        match self {
            Source::Tenant { domain, .. } => Some(format!("tenant/{domain}")),
            Source::File(file) => file.bundle.tenant.as_ref().map(|domain| format!("file/{}", domain.to_lowercase())),
        }
    }

    /// The connections as they are now.
    pub(super) async fn read(
        &self,
        wanted: Option<&[String]>,
        told: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Vec<ConnectionDocument>, Problem> {
        let documents = match (self, self.console()?) {
            (_, Some(console)) => console.documents(wanted, told).await?,
            (Source::File(file), None) => {
                let chosen = |document: &&ConnectionDocument| wanted.is_none_or(|names| names.contains(&document.name));
                let found: Vec<_> = file.bundle.connections.iter().filter(chosen).cloned().collect();
                missing(wanted, |name| found.iter().any(|document| document.name == name))?;
                found
            }
            (Source::Tenant { .. }, None) => Vec::new(),
        };
        if documents.len() > MOST {
            return Err(Problem::new(
                "too-many",
                format!("These are {} connections, and up to {MOST} are brought elsewhere at once.", documents.len()),
            )
            .remedy("Choose some of them."));
        }
        Ok(documents)
    }
}

impl Console {
    /// The connections that are wanted, by ID or name, or all of them: as they are now, each with its applications and SCIM.
    /// `told` hears how many are read, out of how many.
    pub async fn documents(
        &self,
        wanted: Option<&[String]>,
        told: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Vec<ConnectionDocument>, Problem> {
        let listed = self.client.named_connections(STRATEGY).await?;
        let is_wanted = |id: &String, name: &String| {
            wanted.is_none_or(|wanted| wanted.iter().any(|wanted| wanted == id || wanted == name))
        };
        missing(wanted, |wanted| listed.iter().any(|one| one.id == wanted || one.name == wanted))?;
        let ids: Vec<String> =
            listed.iter().filter(|one| is_wanted(&one.id, &one.name)).map(|one| one.id.clone()).collect();
        drop(listed);
        if ids.len() > MOST {
            return Err(Problem::new(
                "too-many",
                format!("These are {} connections; up to {MOST} are taken at once.", ids.len()),
            ));
        }
        self.read_documents(ids, told, &mut |_, problem| Err(problem)).await
    }

    /// Each of those with these IDs. `unread` hears of one that cannot be read, and says whether the others are read all the same.
    pub(super) async fn read_documents(
        &self,
        ids: Vec<String>,
        told: &(dyn Fn(usize, usize) + Send + Sync),
        unread: &mut (dyn FnMut(String, Problem) -> Result<(), Problem> + Send),
    ) -> Result<Vec<ConnectionDocument>, Problem> {
        let applications = shown(self.client.clients().await)?.unwrap_or_default();
        let names: &HashMap<String, String> =
            &applications.into_iter().map(|application| (application.client_id, application.name)).collect();
        let total = ids.len();
        let organizations = self.tells_organizations(total).await?;
        let read = |id: String| async move {
            let document = self.read_document(&id, names, organizations).await;
            (id, document)
        };
        let mut reading = std::pin::pin!(stream::iter(ids).map(read).buffered(MOST_AT_ONCE));
        let (mut documents, mut done) = (Vec::new(), 0);
        while let Some((id, document)) = reading.next().await {
            match document {
                Ok(document) => documents.push(document),
                Err(problem) => unread(id, problem)?,
            }
            done += 1;
            told(done, total);
        }
        documents.sort_by(|one: &ConnectionDocument, other| one.name.cmp(&other.name));
        Ok(documents)
    }

    async fn read_document(
        &self,
        id: &str,
        names: &HashMap<String, String>,
        organizations: bool,
    ) -> Result<ConnectionDocument, Problem> {
        let connection = self.read(id).await?;
        // Half of a connection would pass for all of it.
        document(&connection)?;
        let enabled = shown(self.client.connection_clients(id).await).map_err(|error| self.refused(id, error))?;
        let scim = shown(self.client.scim_configuration(id).await).map_err(|error| self.refused(id, error))?;
        let name = connection.name.clone();
        let Ok(Value::Object(mut members)) = serde_json::to_value(connection) else {
            return Err(Problem::new("connection-unreadable", format!("{name} cannot be read.")));
        };
        members.shift_remove("name");
        let named =
            |client_id: String| NamedApplication { name: names.get(&client_id).cloned(), client_id: Some(client_id) };
        let applications = enabled.map(|mut ids| {
            ids.sort();
            ids.into_iter().map(named).collect()
        });
        let organizations = if organizations { self.shown_uses(id).await? } else { None };
        Ok(ConnectionDocument { name, members, applications, scim, organizations })
    }

    /// Host and port.
    pub fn domain(&self) -> String {
        let url = Url::parse(self.url()).ok();
        url.map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()).unwrap_or_default()
    }
}

/// What was asked for and is not there is said, and no plan of less is made.
fn missing(wanted: Option<&[String]>, there: impl Fn(&str) -> bool) -> Result<(), Problem> {
    let missing: Vec<&str> =
        wanted.unwrap_or_default().iter().map(String::as_str).filter(|name| !there(name)).collect();
    match missing[..] {
        [] => Ok(()),
        _ => Err(Problem::new("connection-missing", format!("The source has no connection {}.", missing.join(", ")))
            .remedy("Choose one that it has.")),
    }
}
