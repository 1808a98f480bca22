//! Ports that no other test takes while a console is closed for a moment, as the first free one from 4400 would be taken.

use std::{
    path::Path,
    process,
    sync::atomic::{AtomicU16, Ordering},
};

use lintel_tenant::{Folder, Server};

/// Below the ephemeral range, where outgoing connections take theirs.
const FIRST: u16 = 10_000;
/// Processes that run at once have IDs near each other, so each gets ports of its own.
const STRETCHES: u32 = 500;
const STRETCH: u16 = 20;

/// Ports handed out by this process.
static TAKEN: AtomicU16 = AtomicU16::new(0);

/// Gives the folder a port for the tenant and one for the practice provider, as if it had had them before.
pub(crate) fn assign(folder: &Path) {
    let folder = Folder::open(folder).expect("a folder");
    for server in [Server::Tenant, Server::Practice] {
        while folder.bind(server, Some(next())).is_err() {}
    }
}

fn next() -> u16 {
    let stretch = u16::try_from(process::id() % STRETCHES).expect("less than 500");
    FIRST + stretch * STRETCH + TAKEN.fetch_add(1, Ordering::Relaxed)
}
