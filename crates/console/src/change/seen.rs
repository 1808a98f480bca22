//! What a reading of a connection shows of changes that others made: it is compared with the reading before.

use lintel_management::{ClientError, Connection};

use crate::{
    Console,
    change::{
        document::{differences, document},
        journal::{Document, JournalError},
        turns::Turn,
    },
    view::Problem,
};

/// Somebody deleted the connection.
pub(crate) const GONE: &str = "connection-gone";

impl Console {
    /// Reads a connection. While somebody writes it nothing is compared: the next reading does.
    pub(crate) async fn read(&self, id: &str) -> Result<Connection, Problem> {
        match self.turn_if_free(id) {
            Some(turn) => self.read_in(&turn).await,
            None => self.client.connection(id).await.map_err(|error| self.refused(id, error)),
        }
    }

    /// Reads the connection whose turn this is.
    pub(crate) async fn read_in(&self, turn: &Turn) -> Result<Connection, Problem> {
        let id = turn.connection();
        match self.client.connection(id).await {
            Ok(connection) => {
                if let Ok(state) = document(&connection) {
                    logged(self.compare(id, &state).await);
                }
                Ok(connection)
            }
            Err(error) => {
                if is_gone(&error) {
                    logged(self.compare(id, &Document::new()).await);
                }
                Err(self.refused(id, error))
            }
        }
    }

    /// Why the tenant did not do something with a connection.
    pub(crate) fn refused(&self, id: &str, error: ClientError) -> Problem {
        if !is_gone(&error) {
            return error.into();
        }
        let message = match self.loaded.name(id) {
            Some(name) => format!("{name} is not on the tenant any more: it was deleted there."),
            None => format!("The tenant has no connection with the ID `{id}`. It may have been deleted."),
        };
        Problem::new(GONE, message).remedy("Create it again from its open page, or go back to the list of connections.")
    }

    /// `state` is empty where the connection is gone.
    async fn compare(&self, id: &str, state: &Document) -> Result<(), JournalError> {
        match self.journal.known(id).await? {
            Some(known) if !state.is_empty() && differences(&known, state).is_empty() => Ok(()),
            Some(known) => {
                tracing::info!(connection = id, gone = state.is_empty(), "was changed elsewhere");
                self.journal.seen(id, &known, state).await
            }
            // It may show a change of Lintel's own whose answer did not come.
            None if state.is_empty() || self.journal.has_open(id).await? => Ok(()),
            None => self.journal.know(id, state).await,
        }
    }
}

/// The API's answer to a call on a connection that is not there.
pub(crate) fn is_gone(error: &ClientError) -> bool {
    error.status() == Some(404) && error.code().is_none_or(|code| code == "inexistent_connection")
}

/// A reading is good whatever the journal does.
fn logged(written: Result<(), JournalError>) {
    if let Err(error) = written {
        tracing::warn!(%error, "what a reading showed could not be compared or written down");
    }
}
