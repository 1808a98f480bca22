//! The tenants a person works on: the built-in one, further local ones, and Auth0 tenants. One of them is in front, and what
//! the screens do is done on that one.

mod access;
mod address;
mod opened;
mod roster;
mod start;
mod start_error;
mod vault;

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::future::join_all;
use lintel_oidc::issuing;
use lintel_tenant::{Folder, KeySource, PortError, Sealer, Server, Tenant, TenantConfig, forget_key};

use self::opened::opened_folder;
use self::{
    address::{place, tenant_url},
    roster::{BUILT_IN, Entry, Kind, Roster, home_of},
    vault::{Access, Vault},
};
pub use self::{
    start::{StartChoice, StartConfig, default_folder},
    start_error::StartError,
};
use crate::{
    Console,
    console::{Common, management_client, management_credentials},
    view::{
        AtStake, Desk, KeptTrial, PortOffer, Problem, ReportReader, TenantAccess, TenantContact, TenantKind, TenantRow,
        TenantView, TrialStop,
    },
};

/// Below are ports that only the system may take.
const LOWEST_PORT: u16 = 1024;

#[derive(Debug)]
pub struct Tenants {
    common: Arc<Common>,
    /// Held from the start to the end, whether its tenant is open or not.
    folder: Folder,
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
    problems: HashMap<String, Problem>,
    /// The folder goes when the program ends.
    temporary: bool,
}

impl Tenants {
    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The tenant in front, or why it is not open.
    pub fn console(&self) -> Result<Arc<Console>, Problem> {
        let seen = self.seen();
        let id = seen.in_front();
        seen.open.get(id).cloned().ok_or_else(|| seen.problems.get(id).cloned().unwrap_or_else(|| unknown(id)))
    }

    /// What the first screen needs.
    pub fn desk(&self) -> Desk {
        let seen = self.seen();
        Desk {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tenant: seen.view(seen.in_front()),
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

    /// The trials of a connection that are known, on whichever tenant it is, newest first.
    pub fn kept_trials(&self, connection_id: &str) -> Vec<KeptTrial> {
        self.seen().open.values().flat_map(|console| console.kept_trials(connection_id)).collect()
    }

    /// A trial whose steps are kept still, told to this reader.
    pub fn trial_report(&self, id: &str, reader: ReportReader) -> Result<String, Problem> {
        let seen = self.seen();
        let name = |id: &str| seen.roster.entry(id).map(|entry| entry.name.as_str()).unwrap_or_default();
        let told = seen.open.iter().find_map(|(tenant, console)| console.trial_report(id, reader, name(tenant)));
        told.ok_or_else(|| {
            Problem::new("trial-not-kept", "The steps of that test are not kept any more, so there is no report of it.")
                .remedy("Test again.")
        })
    }

    /// Puts a tenant in front, opened where it is not.
    pub async fn choose(&self, id: &str) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        self.bring_forward(&mut roster, &entry, None).await
    }

    /// Another port for a local tenant that is not open because its own is taken.
    pub async fn offer_port(&self, id: &str) -> Result<PortOffer, Problem> {
        let entry = self.seen().roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        if entry.kind != Kind::Local {
            return Err(Problem::new("tenant-elsewhere", format!("“{}” is not served by this computer.", entry.name)));
        }
        let folder = self.folder_of(&entry).await?;
        let ports =
            tokio::task::spawn_blocking(move || Ok((folder.port(Server::Tenant)?, Folder::free_port(Server::Tenant)?)));
        let (before, port) = ports
            .await
            .map_err(StartError::from)?
            .map_err(|error: PortError| Problem::from(StartError::from(error)))?;
        let url = |port: u16| format!("http://localhost:{port}");
        Ok(PortOffer { port, url_before: before.map(url).unwrap_or_default(), url_after: url(port) })
    }

    /// Opens a local tenant at another port, which it keeps, and puts it in front.
    pub async fn choose_at_port(&self, id: &str, port: u16) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        if entry.kind != Kind::Local || self.seen().open.contains_key(id) {
            return Err(Problem::new("port-in-use", format!("“{}” has its address already.", entry.name)));
        }
        if port < LOWEST_PORT {
            return Err(Problem::new("port-reserved", format!("Port {port} is one of the system’s."))
                .at("port")
                .remedy(format!("Choose one from {LOWEST_PORT} to {}.", u16::MAX)));
        }
        self.bring_forward(&mut roster, &entry, Some(port)).await.map_err(|problem| match problem.code.as_str() {
            "port-taken" => problem.at("port"),
            _ => problem,
        })
    }

    /// What the end of the program takes with it; nothing where the data folder stays.
    pub async fn at_stake(&self) -> Result<AtStake, Problem> {
        let mut at_stake = AtStake::default();
        let (open, roster) = match &*self.seen() {
            seen if self.common.temporary => (seen.open.values().cloned().collect::<Vec<_>>(), seen.roster.clone()),
            _ => return Ok(at_stake),
        };
        for console in open.iter().filter(|console| console.served().is_some()) {
            let held = console.holdings().await?;
            at_stake.connections += held.connections;
            at_stake.applications += held.applications;
            at_stake.users += held.users;
        }
        let elsewhere = roster.tenants.iter().filter(|entry| entry.kind != Kind::Local);
        at_stake.auth0_tenants = u32::try_from(elsewhere.count()).unwrap_or(u32::MAX);
        Ok(at_stake)
    }

    /// A further local tenant, empty, put in front.
    pub async fn create_local(&self, name: &str) -> Result<Desk, Problem> {
        let mut roster = self.roster.lock().await;
        let name = free_name(&roster, None, name)?;
        let entry = Entry::new(issuing::token(12).to_lowercase(), name, Kind::Local);
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
        let name = free_name(&roster, None, wanted)?;
        let entry = Entry::new(issuing::token(12).to_lowercase(), name, Kind::Auth0 { url });
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
        if let Ok(practice) = &self.common.practice {
            practice.shutdown().await;
        }
        let temporary = self.common.temporary;
        if temporary && let Err(error) = removed(self.folder()).await {
            tracing::warn!(%error, "the temporary folder was left behind");
        } else if !temporary && let Ok(mut roster) = self.roster.try_lock() {
            drop(self.keep(&mut roster).await);
        }
    }

    /// Puts a tenant in front, opened where it is not, at another port where one is named.
    async fn bring_forward(&self, roster: &mut Roster, entry: &Entry, port: Option<u16>) -> Result<Desk, Problem> {
        let just_opened = self.opened_at(entry, port).await?;
        if let Err(problem) = self.front(roster, &entry.id).await {
            if just_opened {
                self.close(&entry.id).await;
            }
            return Err(problem);
        }
        Ok(self.desk())
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
        self.opened_at(entry, None).await
    }

    async fn opened_at(&self, entry: &Entry, port: Option<u16>) -> Result<bool, Problem> {
        if self.seen().open.contains_key(&entry.id) {
            return Ok(false);
        }
        let opened = self.open(entry, port).await;
        let mut seen = self.seen();
        match opened {
            Ok(console) => {
                seen.problems.remove(&entry.id);
                seen.open.insert(entry.id.clone(), console);
                Ok(true)
            }
            Err(problem) => {
                seen.problems.insert(entry.id.clone(), problem.clone());
                Err(problem)
            }
        }
    }

    async fn open(&self, entry: &Entry, port: Option<u16>) -> Result<Arc<Console>, Problem> {
        let path = home_of(self.folder(), &entry.id);
        match &entry.kind {
            Kind::Local => {
                let folder = self.folder_of(entry).await?;
                let world = self.common.world.clone();
                let config = TenantConfig { folder, port, key: self.key.clone(), world };
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

    async fn folder_of(&self, entry: &Entry) -> Result<Folder, StartError> {
        match entry.id.as_str() {
            BUILT_IN => Ok(self.folder.clone()),
            id => opened_folder(&home_of(self.folder(), id)).await,
        }
    }

    /// Writes the changed roster down and shows it. What cannot be written is taken back, or the next change would bring it along.
    async fn keep(&self, roster: &mut Roster) -> Result<(), Problem> {
        for entry in &mut roster.tenants {
            entry.contact = self.seen().contact(entry);
        }
        if let Err(error) = roster.keep(self.folder()).await {
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
        let path = home_of(self.folder(), id);
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
    /// The chosen tenant where it is open, else the built-in one, and where neither is open the chosen one, with why.
    fn in_front(&self) -> &str {
        let chosen = &self.roster.chosen;
        let instead = self.open.contains_key(BUILT_IN) || self.roster.entry(chosen).is_none();
        if self.open.contains_key(chosen) || !instead { chosen } else { BUILT_IN }
    }

    fn view(&self, id: &str) -> TenantView {
        let (entry, open) = (self.roster.entry(id), self.open.get(id));
        let kind = entry.map_or(TenantKind::Local, kind);
        let temporary = self.temporary && kind == TenantKind::Local;
        let place = match entry.map(|entry| &entry.kind) {
            Some(Kind::Auth0 { url }) => place(url),
            _ if temporary => "Gone when Lintel ends".to_owned(),
            _ if open.is_none() => "Not running".to_owned(),
            _ => "On this computer".to_owned(),
        };
        TenantView {
            id: id.to_owned(),
            name: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
            kind,
            place,
            url: open.map(|console| console.url().to_owned()).unwrap_or_default(),
            callback_url: open.map(|console| console.callback_url().to_string()).unwrap_or_default(),
            problem: if open.is_some() { None } else { self.problems.get(id).cloned().or_else(|| Some(unknown(id))) },
            temporary,
        }
    }

    fn row(&self, entry: &Entry) -> TenantRow {
        let open = self.open.get(&entry.id);
        TenantRow {
            id: entry.id.clone(),
            name: entry.name.clone(),
            kind: kind(entry),
            place: match (&entry.kind, open) {
                (Kind::Local, Some(console)) => format!("Running at {}", console.url().trim_start_matches("http://")),
                (Kind::Local, None) => "Not running".to_owned(),
                (Kind::Auth0 { url }, _) => place_of(url),
            },
            problem: self.problems.get(&entry.id).cloned(),
            contact: self.contact(entry),
            temporary: self.temporary && entry.kind == Kind::Local,
            built_in: entry.id == BUILT_IN,
        }
    }

    /// How the last request to an Auth0 tenant went.
    fn contact(&self, entry: &Entry) -> Option<TenantContact> {
        if entry.kind == Kind::Local {
            return None;
        }
        let fresh = self.open.get(&entry.id).and_then(|console| console.client.contact());
        fresh.map(|contact| TenantContact { at: contact.at.into(), reached: contact.reached }).or(entry.contact)
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

fn kind(entry: &Entry) -> TenantKind {
    match entry.kind {
        Kind::Local => TenantKind::Local,
        Kind::Auth0 { .. } => TenantKind::Auth0,
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
