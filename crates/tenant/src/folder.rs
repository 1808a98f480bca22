//! The data folder: one process at a time holds it, and its ports and its identity stay with it.

use std::{
    fmt, fs,
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use lintel_local_server::{BindError, Bound, Program, named, program_at};
use lintel_oidc::issuing;
use serde::{Deserialize, Serialize};

use crate::owner;

/// How many ports after the first are looked at when none is stored.
const PORTS_TRIED: u16 = 100;

/// A data folder that this process holds until the last clone is dropped. The system releases it when the process ends,
/// however it ends.
#[derive(Clone)]
pub struct Folder(Arc<Held>);

struct Held {
    path: PathBuf,
    id: String,
    _lock: File,
    /// Removed with everything in it when the folder is let go.
    _temporary: Option<tempfile::TempDir>,
}

impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Folder").field(&self.0.path).finish()
    }
}

/// Whose port it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// From 4400 up.
    Tenant,
    /// From 4500 up.
    Practice,
}

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("The data folder {path} is in use by {program} (process {pid}). Quit it, or name another folder.")]
    Held { path: PathBuf, program: String, pid: u32 },
    #[error("The data folder {path} is in use by another process. Quit it, or name another folder.")]
    HeldBySomeone { path: PathBuf },
    #[error("The data folder {path} could not be used: {source}.")]
    Io { path: PathBuf, source: io::Error },
}

#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The stored port, or the one asked for, belongs to another program now.
    #[error(
        "Port {port} is taken by {}. It is part of the {server}’s address, so it is not changed by itself: end that program, or \
         choose another port and change the address wherever it is registered.",
        named(by)
    )]
    PortTaken {
        server: Server,
        port: u16,
        /// Where the system tells.
        by: Option<Program>,
    },
    #[error("No port from {first} to {last} is free for the {server}.")]
    NoneFree { server: Server, first: u16, last: u16 },
    #[error("Port {port} could not be bound: {source}.")]
    Bind { port: u16, source: io::Error },
    #[error("The port of the {server} could not be read from or kept in {path}: {source}.")]
    Keep { server: Server, path: PathBuf, source: io::Error },
}

#[derive(Serialize, Deserialize)]
struct Holder {
    pid: u32,
    program: String,
}

impl Folder {
    /// Opens the folder, creating it for this user alone, and holds it.
    pub fn open(path: impl Into<PathBuf>) -> Result<Folder, FolderError> {
        Folder::hold(path.into(), None)
    }

    /// A folder that leaves nothing behind.
    pub fn temporary() -> Result<Folder, FolderError> {
        let directory = tempfile::Builder::new()
            .prefix("lintel-")
            .tempdir()
            .map_err(|source| FolderError::Io { path: std::env::temp_dir(), source })?;
        Folder::hold(directory.path().to_owned(), Some(directory))
    }

    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Random, made with the folder.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The port that the server had last, if it ever had one.
    pub fn port(&self, server: Server) -> Result<Option<u16>, PortError> {
        let path = self.port_file(server);
        match fs::read_to_string(&path) {
            Ok(text) => match text.trim().parse() {
                Ok(port) => Ok(Some(port)),
                Err(_) => {
                    let source = io::Error::new(io::ErrorKind::InvalidData, "the file does not hold a port");
                    Err(PortError::Keep { server, path, source })
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(PortError::Keep { server, path, source }),
        }
    }

    /// A port that the server could have, the first that is free.
    pub fn free_port(server: Server) -> Result<u16, PortError> {
        Folder::first_free(server).map(|bound| bound.port)
    }

    /// Binds the port asked for, else the stored one, else the first free one, and keeps it. A port that is taken is an
    /// error: it stands in addresses registered elsewhere. Port 0 asks for any free one.
    pub fn bind(&self, server: Server, asked: Option<u16>) -> Result<Bound, PortError> {
        let bound = match asked.map_or_else(|| self.port(server), |port| Ok(Some(port)))? {
            Some(port) => Bound::at(port).map_err(|error| server.refused(error))?,
            None => Folder::first_free(server)?,
        };
        let path = self.port_file(server);
        owner::write(&path, bound.port.to_string().as_bytes()).map_err(|source| PortError::Keep {
            server,
            path,
            source,
        })?;
        Ok(bound)
    }

    fn first_free(server: Server) -> Result<Bound, PortError> {
        let first = server.first_port();
        Bound::first_free(first..=first + PORTS_TRIED - 1).map_err(|error| server.refused(error))
    }

    fn hold(path: PathBuf, temporary: Option<tempfile::TempDir>) -> Result<Folder, FolderError> {
        let failed = |source| FolderError::Io { path: path.clone(), source };
        owner::create_folder(&path).map_err(failed)?;
        let lock = owner::open(&path.join("lock")).map_err(failed)?;
        // The holder stands in a file of its own: on Windows a locked one cannot be read.
        let holder = path.join("holder");
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(path.clone(), &holder)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let program =
            std::env::current_exe().ok().and_then(|exe| Some(exe.file_stem()?.to_string_lossy().into_owned()));
        let own = Holder { pid: std::process::id(), program: program.unwrap_or_else(|| "lintel".to_owned()) };
        let own = serde_json::to_vec(&own).map_err(|error| failed(error.into()))?;
        owner::write(&holder, &own).map_err(failed)?;
        // A folder that Lintel made, and not one that a person had and gave to it.
        if path.join("id").exists() {
            owner::tighten_folder(&path).map_err(failed)?;
        }
        let id = identity(&path.join("id")).map_err(failed)?;
        Ok(Folder(Arc::new(Held { path, id, _lock: lock, _temporary: temporary })))
    }

    fn port_file(&self, server: Server) -> PathBuf {
        self.0.path.join(match server {
            Server::Tenant => "tenant.port",
            Server::Practice => "practice.port",
        })
    }
}

impl Server {
    fn first_port(self) -> u16 {
        match self {
            Server::Tenant => 4400,
            Server::Practice => 4500,
        }
    }

    fn refused(self, error: BindError) -> PortError {
        match error {
            BindError::Taken { port } => PortError::PortTaken { server: self, port, by: program_at(port) },
            BindError::NoneFree { first, last } => PortError::NoneFree { server: self, first, last },
            BindError::Failed { port, source } => PortError::Bind { port, source },
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Server::Tenant => "local tenant",
            Server::Practice => "practice provider",
        })
    }
}

fn held(path: PathBuf, holder: &Path) -> FolderError {
    match fs::read(holder).ok().and_then(|holder| serde_json::from_slice::<Holder>(&holder).ok()) {
        Some(Holder { pid, program }) => FolderError::Held { path, program, pid },
        None => FolderError::HeldBySomeone { path },
    }
}

fn identity(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Ok(id) if !id.trim().is_empty() => Ok(id.trim().to_owned()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => {
            let id = issuing::token(12);
            owner::write(path, id.as_bytes())?;
            Ok(id)
        }
    }
}
