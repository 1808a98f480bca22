//! The turns of this tenant's connections.

use futures_util::FutureExt;

use super::turns::Turn;
use crate::Console;

impl Console {
    /// Waits for the turn to write the connection.
    pub(crate) async fn turn(&self, connection_id: &str) -> Turn {
        self.turns.take(connection_id).await
    }

    /// The turn to write the connection, unless somebody has it.
    pub(crate) fn turn_if_free(&self, connection_id: &str) -> Option<Turn> {
        self.turns.take(connection_id).now_or_never()
    }

    /// Waits for the turn to create a connection of that name, which has no ID yet.
    pub(crate) async fn turn_to_create(&self, name: &str) -> Turn {
        self.turns.take(&format!("name/{name}")).await
    }
}
