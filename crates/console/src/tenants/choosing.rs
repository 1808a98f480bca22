//! Which tenant is in front, and at which port it answers.

use std::{path::Path, sync::Arc};

use lintel_as_code::{Given, Passphrase};
use lintel_tenant::{Folder, PortError, Server};

use super::{
    StartError, Tenants,
    roster::{Entry, Kind, Roster},
    seen::unknown,
};
use crate::{
    FileSource, Source,
    view::{DeskView, PortOffer, Problem, TransferFrom},
};

/// Below are ports that only the system may take.
const LOWEST_PORT: u16 = 1024;

impl Tenants {
    /// Puts a tenant in front, opened where it is not.
    pub async fn choose(&self, id: &str) -> Result<DeskView, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        self.bring_forward(&mut roster, &entry, None).await
    }

    pub async fn transfer_from(&self, from: TransferFrom) -> Result<Source, Problem> {
        match from {
            TransferFrom::Tenant { id } => self.transfer_source(&id).await,
            TransferFrom::File { path, passphrase } => {
                let passphrase = passphrase.map(|typed| Passphrase::new(typed.expose()));
                let file = FileSource::read(Path::new(&path), Given { passphrase, ..Given::default() }).await?;
                Ok(Source::File(Arc::new(file)))
            }
        }
    }

    /// A tenant that connections are brought from, opened where it is not. It does not come in front.
    pub async fn transfer_source(&self, id: &str) -> Result<Source, Problem> {
        let _roster = self.roster.lock().await;
        let entry = self.seen().roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        self.opened(&entry).await?;
        let open = self.seen().open.get(id).cloned();
        open.map(|console| Source::tenant(&console, &entry.name)).ok_or_else(|| unknown(id))
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
    pub async fn choose_at_port(&self, id: &str, port: u16) -> Result<DeskView, Problem> {
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

    /// Puts a tenant in front, opened where it is not, at another port where one is named.
    async fn bring_forward(&self, roster: &mut Roster, entry: &Entry, port: Option<u16>) -> Result<DeskView, Problem> {
        let just_opened = self.opened_at(entry, port).await?;
        if let Err(problem) = self.front(roster, &entry.id).await {
            if just_opened {
                self.close(&entry.id).await;
            }
            return Err(problem);
        }
        Ok(self.desk())
    }

    /// Writes down that the tenant is in front.
    pub(super) async fn front(&self, roster: &mut Roster, id: &str) -> Result<(), Problem> {
        id.clone_into(&mut roster.chosen);
        self.keep(roster).await
    }
}
