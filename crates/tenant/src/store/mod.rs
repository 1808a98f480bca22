//! What the tenant keeps, in one SQLite file: connections and their keys, applications, users, organizations, traces, custom
//! domains. Secrets are sealed.
//!
//! Every call runs on a blocking thread over the one writer connection. What providers write shares its commits; the log of their
//! requests is written a moment later.

mod clients;
mod connection_keys;
mod connection_lists;
mod connection_rows;
mod connections;
mod custom_domains;
mod earlier_options;
mod forgetting;
mod logins;
mod logs;
mod organization_connections;
mod organization_members;
mod organizations;
mod profile;
mod provisioned;
mod realms;
mod schema;
mod scim_arrivals;
mod scim_configurations;
mod scim_groups;
mod scim_tokens;
mod scim_users;
mod sealed_options;
mod secret_settings;
mod settings;
mod shared_commit;
mod standings;
mod traces;
mod unreadable;
mod user_query;
mod user_rows;
mod user_values;
mod users;
mod waiting_logs;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use lintel_oidc::signing::{KeyError, UnknownAlgorithm};
use rusqlite::OpenFlags;
use tokio::sync::oneshot;
use url::Url;

use self::{
    shared_commit::{Job, WaitingWrites},
    waiting_logs::WaitingLogs,
};
use crate::{
    durable,
    migrations::MigrateError,
    owner,
    sealing::{Sealer, UnsealError},
};

pub use clients::{ApplicationRecord, InsertClientError};
pub(crate) use connection_rows::{ConnectionRow, WithOptions};
pub(crate) use connections::ConnectionChange;
pub use connections::InsertConnectionError;
pub(crate) use custom_domains::CustomDomainRecord;
pub use logins::{LoginOfUser, LoginOutcome, RecordLoginError, RecordedUser};
pub(crate) use logs::LogDocument;
pub(crate) use organization_connections::{OrganizationConnection, Switches};
pub(crate) use organization_members::Membership;
pub(crate) use organizations::{OrganizationError, OrganizationOrder, OrganizationRecord};
pub(crate) use profile::{instant, provisioned_user};
pub use provisioned::NearestUser;
pub use realms::RealmTaken;
pub(crate) use scim_arrivals::ScimArrival;
pub use scim_configurations::{ScimConfigurationRecord, ScimSettings};
pub(crate) use scim_groups::{ChangeGroupError, Group, GroupsAsked, Narrow};
pub(crate) use scim_tokens::InsertTokenError;
pub use scim_tokens::{ScimTokenRecord, ScimTokenVerdict};
pub(crate) use scim_users::{Taken, UserFilter, UsersAsked};
pub(crate) use standings::Standing;
pub(crate) use unreadable::readable;
pub use unreadable::{Damage, Rows, Unreadable};

/// The tenant's database.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
    sealer: Sealer,
}

struct Shared {
    database: Mutex<rusqlite::Connection>,
    writes: WaitingWrites,
    logs: WaitingLogs,
}

impl Drop for Shared {
    fn drop(&mut self) {
        let database = self.database.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = self.logs.write_down(database) {
            tracing::error!("the last entries of the log were not written: {error}");
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    #[error("The database {path} could not be opened.")]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("The database {path} could not be opened: {source}.")]
    File { path: PathBuf, source: std::io::Error },
    /// The check value in the database was sealed with another key. Nothing has been changed.
    #[error("The key does not open the database {path}: it was sealed with another one. Nothing was changed.")]
    WrongKey { path: PathBuf },
    #[error("The database {path} is of version {version}, which this version of Lintel does not know. Update Lintel.")]
    TooNew { path: PathBuf, version: i64 },
}

/// Reading or writing the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the tenant's database could not be read or written")]
    Database(#[from] rusqlite::Error),
    #[error("a document could not be written to the tenant's database")]
    Document(#[from] serde_json::Error),
    #[error("a secret in the tenant's database could not be opened")]
    Sealed(#[from] UnsealError),
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("a key in the tenant's database could not be read or written")]
    Key(#[from] KeyError),
    #[error("a key in the tenant's database is for an algorithm that is not known")]
    Algorithm(#[from] UnknownAlgorithm),
    #[error("a call on the tenant's database did not run to its end")]
    Interrupted(#[from] tokio::task::JoinError),
    #[error("what was written to the tenant's database could not be committed")]
    NotCommitted(#[source] Arc<rusqlite::Error>),
    #[error("a write to the tenant's database was given up with another one")]
    Abandoned,
}

impl Store {
    /// Opens or creates the database. A key that does not fit is found out before anything is written.
    pub(crate) fn open(path: &Path, sealer: Sealer) -> Result<Store, OpenStoreError> {
        let open_error = |source| OpenStoreError::Open { path: path.to_owned(), source };
        if path.exists() && !settings::key_fits(&read_only(path).map_err(open_error)?, &sealer).map_err(open_error)? {
            return Err(OpenStoreError::WrongKey { path: path.to_owned() });
        }
        owner::database(path).map_err(|source| OpenStoreError::File { path: path.to_owned(), source })?;
        let mut database = rusqlite::Connection::open(path).map_err(open_error)?;
        configure(&database).map_err(open_error)?;
        schema::bring_up(&mut database, &sealer).map_err(|error| match error {
            MigrateError::TooNew { version } => OpenStoreError::TooNew { path: path.to_owned(), version },
            MigrateError::Database(source) => open_error(source),
        })?;
        settings::keep_check_value(&database, &sealer).map_err(open_error)?;
        let shared =
            Shared { database: Mutex::new(database), writes: WaitingWrites::default(), logs: WaitingLogs::default() };
        Ok(Store { shared: Arc::new(shared), sealer })
    }

    pub(crate) fn sealer(&self) -> Sealer {
        self.sealer.clone()
    }

    /// Does the work in one transaction with whatever else waits, and answers when it is committed. Of work that fails nothing
    /// stays, and all of the others'.
    async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&rusqlite::Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (sender, told) = oneshot::channel();
        let job: Job = Box::new(move |database| {
            let done = work(database);
            let stays = done.is_ok();
            let tell = move |committed: Result<(), Arc<rusqlite::Error>>| {
                let committed = committed.map_err(|error| StoreError::NotCommitted(error).into());
                // Whoever asked may have left.
                let _ = sender.send(committed.and(done));
            };
            (stays, Box::new(tell))
        });
        self.shared.writes.add(job);
        let shared = self.shared.clone();
        self.call::<(), StoreError, _>(move |database, _| {
            shared.writes.run(database);
            Ok(())
        })
        .await?;
        told.await.map_err(|_| StoreError::Abandoned)?
    }

    async fn call<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut rusqlite::Connection, &Sealer) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || {
            let mut database = store.shared.database.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut database, &store.sealer)
        })
        .await
        .map_err(StoreError::Interrupted)?
    }
}

/// Opens the database to look at it. Reading one in WAL mode leaves files beside it, except when it is declared immutable:
/// which it is while its folder is held and no log waits to be written into it.
fn read_only(path: &Path) -> Result<rusqlite::Connection, rusqlite::Error> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let url = std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok());
    match url.filter(|_| !Path::new(&log).exists()) {
        Some(mut url) => {
            url.set_query(Some("immutable=1"));
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            rusqlite::Connection::open_with_flags(url.as_str(), flags)
        }
        None => rusqlite::Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY),
    }
}

fn configure(database: &rusqlite::Connection) -> Result<(), rusqlite::Error> {
    durable(database)?;
    database.pragma_update(None, "foreign_keys", true)?;
    // More than the statements that one request takes; the default is 16.
    database.set_prepared_statement_cache_capacity(64);
    database.busy_timeout(std::time::Duration::from_secs(5))
}

/// A count as the database takes it.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
