//! The tenants a person works on: the built-in one, further local ones, and Auth0 tenants. One of them is in front, and what
//! the screens do is done on that one.

mod access;
mod address;
mod roster;
mod start;
mod vault;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::future::join_all;
use lintel_oidc::issuing;
use lintel_tenant::{KeySource, Sealer, Tenant, TenantConfig, forget_key};

use self::start::opened_folder;
pub use self::start::{StartChoice, StartConfig, StartError, default_folder};
use self::{
    address::{place, tenant_url},
    roster::{BUILT_IN, Entry, Kind, Roster, home_of},
    vault::{Access, Vault},
};
use crate::{
    Console,
    console::{Common, Home, management_client, management_credentials},
    view::{Desk, Problem, TenantAccess, TenantKind, TenantRow, TenantView, TrialStop, TrialView},
};

#[derive(Debug)]
pub struct Tenants {
    common: Arc<Common>,
    folder: PathBuf,
    key: KeySource,
    /// Of the built-in tenant; it seals the journals of Auth0 tenants too.
    sealer: Sealer,
    vault: Vault,
    /// Held while tenants are added, changed and removed.
    roster: tokio::sync::Mutex<Roster>,
    seen: Mutex<Seen>,
}

/// What can be read without waiting.
#[derive(Debug)]
struct Seen {
    roster: Roster,
    open: HashMap<String, Arc<Console>>,
    /// Why a tenant could not be opened.
    problems: HashMap<String, String>,
}

impl Tenants {
    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The tenant in front.
    pub fn console(&self) -> Arc<Console> {
        let seen = self.seen();
        Arc::clone(&seen.open[seen.in_front()])
    }

    /// What the first screen needs.
    pub fn desk(&self) -> Desk {
        let seen = self.seen();
        let id = seen.in_front();
        let console = &seen.open[id];
        Desk {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tenant: TenantView {
                id: id.to_owned(),
                name: seen.roster.entry(id).map(|entry| entry.name.clone()).unwrap_or_default(),
                kind: kind(&console.home),
                place: where_it_is(&console.home),
                url: console.url().to_owned(),
                callback_url: console.callback_url().to_string(),
            },
            tenants: seen.roster.tenants.iter().map(|entry| seen.row(entry)).collect(),
            keeps_credentials: matches!(self.vault, Vault::Keychain),
        }
    }

    /// Ends a trial, on whichever tenant it runs.
    pub fn cancel_trial(&self, id: &str, why: TrialStop) {
        for console in self.seen().open.values() {
            console.cancel_trial(id, why);
        }
    }

    /// The last trial of a connection that ended, on whichever tenant that is.
    pub fn last_trial(&self, connection_id: &str) -> Option<TrialView> {
        self.seen().open.values().find_map(|console| console.last_trial(connection_id))
    }

    /// Puts a tenant in front, opened where it is not.
    pub async fn choose(&self, id: &str) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        let just_opened = self.opened(&entry).await?;
        if let Err(problem) = self.front(&mut roster, id).await {
            if just_opened {
                self.close(id).await;
            }
            return Err(problem);
        }
        Ok(self.desk())
    }

    /// A further local tenant, empty, put in front.
    pub async fn create_local(&self, name: &str) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let entry =
            Entry { id: issuing::token(12).to_lowercase(), name: free_name(&roster, None, name)?, kind: Kind::Local };
        self.add(&mut roster, entry).await
    }

    /// An Auth0 tenant, once its credentials have been found to work; its name is its domain's where none is given.
    pub async fn connect_auth0(&self, name: &str, access: &TenantAccess) -> Result<Desk, Problem> {
        let url = tenant_url(&access.domain)?;
        self.sound_access(access).await?;
        let mut roster = self.roster.lock().await;
        let same = roster.tenants.iter().find(|entry| entry.kind == Kind::Auth0 { url: url.clone() });
        if let Some(same) = same {
            return Err(Problem::new(
                "tenant-known",
                format!("{} is here already, as “{}”.", place_of(&url), same.name),
            )
            .at("domain")
            .remedy("Choose it in the list of tenants. New credentials are entered there."));
        }
        let wanted = match name.trim() {
            "" => url.host_str().unwrap_or_default().split('.').next().unwrap_or_default(),
            name => name,
        };
        let entry = Entry {
            id: issuing::token(12).to_lowercase(),
            name: free_name(&roster, None, wanted)?,
            kind: Kind::Auth0 { url },
        };
        self.vault.keep(&entry.id, credentials(access)).await?;
        self.add(&mut roster, entry).await
    }

    /// New credentials for an Auth0 tenant, which is put in front. Its domain is the one it has.
    pub async fn renew_credentials(&self, id: &str, access: &TenantAccess) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        let Kind::Auth0 { url } = &entry.kind else {
            return Err(Problem::new("tenant-local", "A local tenant needs no credentials."));
        };
        let access = TenantAccess { domain: url.to_string(), ..access.clone() };
        self.sound_access(&access).await?;
        let (before, now) = (self.vault.access(id).await?, credentials(&access));
        let open = self.seen().open.get(id).cloned();
        self.vault.keep(id, now.clone()).await?;
        // What is under way on it goes on.
        let held = match &open {
            Some(console) => {
                let credentials = management_credentials(url, &now.client_id, &now.client_secret);
                Some((console, console.client.change_credentials(credentials).await))
            }
            None => None,
        };
        let renewed = match self.opened(&entry).await {
            Ok(_) => self.front(&mut roster, id).await,
            Err(problem) => Err(problem),
        };
        if let Err(problem) = renewed {
            match held {
                Some((console, credentials)) => drop(console.client.change_credentials(credentials).await),
                None => self.close(id).await,
            }
            let taken_back = match before {
                Some(before) => self.vault.keep(id, before).await,
                None => self.vault.forget(id).await,
            };
            if let Err(problem) = taken_back {
                tracing::warn!(tenant = id, problem = problem.message, "new credentials were left in the keychain");
            }
            return Err(problem);
        }
        Ok(self.desk())
    }

    pub async fn rename(&self, id: &str, name: &str) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let name = free_name(&roster, Some(id), name)?;
        let entry = roster.tenants.iter_mut().find(|entry| entry.id == id).ok_or_else(|| unknown(id))?;
        entry.name = name;
        self.keep(&mut roster).await?;
        Ok(self.desk())
    }

    /// Takes a tenant off the list, once its name was typed. A local one goes with everything in it; an Auth0 tenant stays as it
    /// is, and its credentials and the journal of its changes go from this computer.
    pub async fn remove(&self, id: &str, typed_name: &str) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        if id == BUILT_IN {
            return Err(Problem::new(
                "tenant-built-in",
                "The first local tenant belongs to Lintel’s data folder and stays.",
            )
            .remedy("Delete its connections one by one, or start Lintel with another folder in LINTEL_DATA."));
        }
        if entry.name != typed_name {
            return Err(Problem::new("name-differs", format!("“{typed_name}” is not the name of this tenant."))
                .at("typed_name")
                .remedy(format!("Type {}.", entry.name)));
        }
        roster.tenants.retain(|other| other.id != id);
        if roster.chosen == id {
            BUILT_IN.clone_into(&mut roster.chosen);
        }
        self.keep(&mut roster).await?;
        self.leave_nothing_of(&entry).await?;
        Ok(self.desk())
    }

    /// Ends tests and long calls and stops answering, in good order; a temporary folder goes. A call that is under way may still
    /// hold a console.
    pub async fn stop(&self) {
        self.common.tickets.cancel_all();
        let open: Vec<_> = self.seen().open.values().cloned().collect();
        join_all(open.iter().map(|console| console.stop())).await;
        self.common.practice.shutdown().await;
        if self.common.temporary
            && let Err(error) = removed(&self.folder).await
        {
            tracing::warn!(%error, "the temporary folder was left behind");
        }
    }

    /// Opens a new tenant, puts it in front and writes it down, or leaves nothing of it.
    async fn add(&self, roster: &mut Roster, entry: Entry) -> Result<Desk, Problem> {
        let added = match self.opened(&entry).await {
            Ok(_) => {
                roster.tenants.push(entry.clone());
                self.front(roster, &entry.id).await
            }
            Err(problem) => Err(problem),
        };
        if let Err(problem) = added {
            if let Err(left) = self.leave_nothing_of(&entry).await {
                tracing::warn!(tenant = entry.name, problem = left.message, "something of a tenant was left behind");
            }
            return Err(problem);
        }
        Ok(self.desk())
    }

    /// Writes down that the tenant is in front.
    async fn front(&self, roster: &mut Roster, id: &str) -> Result<(), Problem> {
        id.clone_into(&mut roster.chosen);
        self.keep(roster).await
    }

    /// Closes the tenant, and takes its credentials and its folder from this computer.
    async fn leave_nothing_of(&self, entry: &Entry) -> Result<(), Problem> {
        self.close(&entry.id).await;
        self.seen().problems.remove(&entry.id);
        let forgotten = match entry.kind {
            Kind::Local => Ok(()),
            Kind::Auth0 { .. } => self.vault.forget(&entry.id).await,
        };
        let deleted = self.delete_folder(&entry.id).await;
        forgotten.and(deleted)
    }

    async fn close(&self, id: &str) {
        let console = self.seen().open.remove(id);
        if let Some(console) = console {
            console.stop().await;
        }
    }

    /// Opens the tenant unless it is open, and remembers why it could not be. Whether it was opened just now.
    async fn opened(&self, entry: &Entry) -> Result<bool, Problem> {
        if self.seen().open.contains_key(&entry.id) {
            return Ok(false);
        }
        let opened = self.open(entry).await;
        let mut seen = self.seen();
        match opened {
            Ok(console) => {
                seen.problems.remove(&entry.id);
                seen.open.insert(entry.id.clone(), console);
                Ok(true)
            }
            Err(problem) => {
                seen.problems.insert(entry.id.clone(), problem.message.clone());
                Err(problem)
            }
        }
    }

    async fn open(&self, entry: &Entry) -> Result<Arc<Console>, Problem> {
        let path = home_of(&self.folder, &entry.id);
        match &entry.kind {
            Kind::Local => {
                let folder = opened_folder(&path).await?;
                let world = self.common.world.clone();
                let config = TenantConfig { folder, port: None, key: self.key.clone(), world };
                let tenant = Tenant::open(config).await.map_err(StartError::from)?;
                Ok(Console::local(Arc::clone(&self.common), tenant, &path).await?)
            }
            Kind::Auth0 { url } => {
                let access = self.vault.access(&entry.id).await?.ok_or_else(|| no_credentials(entry))?;
                let client = management_client(url, &access.client_id, &access.client_secret)?;
                let folder = opened_folder(&path).await?;
                Ok(Console::auth0(Arc::clone(&self.common), url.clone(), client, folder, self.sealer.clone()).await?)
            }
        }
    }

    /// Writes the changed roster down and shows it. What cannot be written is taken back, or the next change would bring it along.
    async fn keep(&self, roster: &mut Roster) -> Result<(), Problem> {
        if let Err(error) = roster.keep(&self.folder).await {
            self.seen().roster.clone_into(roster);
            tracing::error!(%error, "the list of tenants was not kept");
            return Err(Problem::new(
                "tenants-not-kept",
                format!("The list of tenants could not be written: {error}."),
            )
            .remedy("Check the space and the permissions of Lintel's data folder."));
        }
        roster.clone_into(&mut self.seen().roster);
        Ok(())
    }

    async fn delete_folder(&self, id: &str) -> Result<(), Problem> {
        let path = home_of(&self.folder, id);
        let deleted = tokio::task::spawn_blocking(move || {
            forget_key(&path).map_err(std::io::Error::other)?;
            match std::fs::remove_dir_all(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            }
        })
        .await;
        let failed = |error: &dyn std::error::Error| {
            Problem::new(
                "folder-not-deleted",
                format!("The tenant is off the list, but its folder could not be deleted: {error}."),
            )
        };
        match deleted {
            Ok(outcome) => outcome.map_err(|error| failed(&error)),
            Err(error) => Err(failed(&error)),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// The chosen tenant where it is open, else the built-in one, which is open as long as the program runs.
    fn in_front(&self) -> &str {
        let chosen = &self.roster.chosen;
        if self.open.contains_key(chosen) { chosen } else { BUILT_IN }
    }

    fn row(&self, entry: &Entry) -> TenantRow {
        let open = self.open.get(&entry.id);
        TenantRow {
            id: entry.id.clone(),
            name: entry.name.clone(),
            kind: match entry.kind {
                Kind::Local => TenantKind::Local,
                Kind::Auth0 { .. } => TenantKind::Auth0,
            },
            place: match (&entry.kind, open) {
                (Kind::Local, Some(console)) => format!("Running at {}", console.url().trim_start_matches("http://")),
                (Kind::Local, None) => "Not running".to_owned(),
                (Kind::Auth0 { url }, _) => place_of(url),
            },
            problem: self.problems.get(&entry.id).cloned(),
            built_in: entry.id == BUILT_IN,
        }
    }
}

/// What is under way can still write a file while the others go.
async fn removed(folder: &Path) -> std::io::Result<()> {
    let mut outcome = Ok(());
    for pause in [0, 50, 200] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        outcome = tokio::fs::remove_dir_all(folder).await;
        if !folder.exists() {
            return Ok(());
        }
    }
    outcome
}

fn kind(home: &Home) -> TenantKind {
    match home {
        Home::Local(_) => TenantKind::Local,
        Home::Auth0 { .. } => TenantKind::Auth0,
    }
}

fn where_it_is(home: &Home) -> String {
    match home {
        Home::Local(_) => "On this computer".to_owned(),
        Home::Auth0 { url, .. } => place(url),
    }
}

/// Host and port.
fn place_of(url: &url::Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

fn credentials(access: &TenantAccess) -> Access {
    Access { client_id: access.client_id.trim().to_owned(), client_secret: access.client_secret.clone() }
}

fn free_name(roster: &Roster, own: Option<&str>, name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let problem = |message: String| Problem::new("tenant-name", message).at("name").remedy("Choose another name.");
    if name.is_empty() {
        return Err(problem("The tenant’s name is empty.".to_owned()));
    }
    let length = name.chars().count();
    if length > 64 {
        return Err(problem(format!("The tenant’s name has {length} characters; up to 64 are shown.")));
    }
    if roster.tenants.iter().any(|entry| entry.name == name && Some(entry.id.as_str()) != own) {
        return Err(problem(format!("A tenant named “{name}” is here already.")));
    }
    Ok(name.to_owned())
}

fn unknown(id: &str) -> Problem {
    Problem::new("tenant-unknown", format!("There is no tenant {id} in the list any more."))
}

fn no_credentials(entry: &Entry) -> Problem {
    Problem::new("credentials-missing", format!("The keychain holds no credentials for “{}”.", entry.name))
        .remedy("Enter the client ID and secret of its machine-to-machine application again.")
}
