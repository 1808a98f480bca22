//! Which tenants a person has, kept in `tenants.json`. No credentials: those are in the keychain.

use std::{
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use lintel_tenant::owner;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::view::{TenantContact, TenantOptions};

const FILE: &str = "tenants.json";
/// The tenant of the data folder itself: there before any other, and it stays.
pub(crate) const BUILT_IN: &str = "local";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Roster {
    pub(crate) chosen: String,
    pub(crate) tenants: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) contact: Option<TenantContact>,
    #[serde(default)]
    pub(crate) options: TenantOptions,
    /// When the token ends that it is reached with. The token itself is in the keychain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) token_ends: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Kind {
    Local,
    Auth0 { url: Url },
}

impl Entry {
    pub(crate) fn new(id: String, name: String, kind: Kind) -> Self {
        Entry { id, name, kind, contact: None, options: TenantOptions::default(), token_ends: None }
    }
}

impl Roster {
    /// The built-in tenant alone.
    pub(crate) fn of_one(name: &str) -> Self {
        let built_in = Entry::new(BUILT_IN.to_owned(), name.to_owned(), Kind::Local);
        Roster { chosen: BUILT_IN.to_owned(), tenants: vec![built_in] }
    }

    /// The roster of a data folder; a new folder has the built-in tenant alone.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        match std::fs::read(folder.join(FILE)) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Roster::of_one("Local tenant")),
            Err(error) => Err(error),
        }
    }

    /// Written whole or not at all.
    pub(crate) async fn keep(&self, folder: &Path) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(self)?;
        let file = folder.join(FILE);
        tokio::task::spawn_blocking(move || owner::write(&file, &bytes)).await?
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.tenants.iter().find(|entry| entry.id == id)
    }
}

/// Where a tenant keeps what belongs to it.
pub(crate) fn home_of(folder: &Path, id: &str) -> PathBuf {
    match id {
        BUILT_IN => folder.to_owned(),
        id => folder.join("tenants").join(id),
    }
}
