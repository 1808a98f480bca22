use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use lintel_management::Connection;
use lintel_oidc::issuing;

use super::document::{BESIDES, METADATA};

/// Enough for every page that is open, with the states it went through.
const KEPT: usize = 256;

/// Connections as they were read, each under a name that a page can give back: what it was filled from.
#[derive(Debug, Default)]
pub(crate) struct Loaded(Mutex<VecDeque<(String, Connection)>>);

impl Loaded {
    /// The revision of this state; one and the same state has one revision. What no save touches is no part of it.
    pub(crate) fn remember(&self, connection: &Connection) -> String {
        let mut connection = connection.clone();
        connection.other.retain(|member, _| member == METADATA || BESIDES.contains(&member.as_str()));
        let mut states = self.states();
        if let Some((revision, _)) = states.iter().find(|(_, state)| *state == connection) {
            return revision.clone();
        }
        if states.len() == KEPT {
            states.pop_front();
        }
        let revision = issuing::token(12);
        states.push_back((revision.clone(), connection));
        revision
    }

    pub(crate) fn at(&self, revision: &str) -> Option<Connection> {
        self.states().iter().find(|(known, _)| known == revision).map(|(_, state)| state.clone())
    }

    /// The name of the connection with this ID, as it was read last.
    pub(crate) fn name(&self, id: &str) -> Option<String> {
        self.states().iter().rfind(|(_, state)| state.id == id).map(|(_, state)| state.name.clone())
    }

    fn states(&self) -> MutexGuard<'_, VecDeque<(String, Connection)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
