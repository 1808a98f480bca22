//! The tokens by which providers write. A value goes from the tenant to the page that asked for it, and nowhere else.

use lintel_management::ClientError;

use crate::{
    Console,
    view::{NewScimToken, Problem},
};

/// What the API takes: longer than this many seconds.
const SHORTEST: u32 = 900;

impl Console {
    /// A new token; `days` is how long it lasts, and without it the token lasts until it is revoked.
    pub async fn create_scim_token(
        &self,
        connection_id: &str,
        scopes: &[String],
        days: Option<u32>,
    ) -> Result<NewScimToken, Problem> {
        let lifetime = days.map(|days| (u64::from(days) * 24 * 60 * 60).max(u64::from(SHORTEST) + 1));
        let created = self.client.create_scim_token(connection_id, scopes, lifetime).await;
        let created = created.map_err(|error| match error.status() {
            Some(409) => two_already(),
            _ => uncertain(error),
        })?;
        tracing::info!(connection = connection_id, token = created.made.token_id, "a SCIM token was created");
        Ok(NewScimToken { id: created.made.token_id, token: created.token })
    }

    /// The provider that has it is refused from then on. One that is gone already is no fault.
    pub async fn revoke_scim_token(&self, connection_id: &str, token_id: &str) -> Result<(), Problem> {
        match self.client.revoke_scim_token(connection_id, token_id).await {
            Err(error) if error.status() != Some(404) => Err(error.into()),
            _ => {
                tracing::info!(connection = connection_id, token = token_id, "a SCIM token was revoked");
                Ok(())
            }
        }
    }
}

pub(super) fn two_already() -> Problem {
    Problem::new("two-tokens", "This connection has two tokens already, and the tenant allows no third.")
        .remedy("Revoke the one that is not in use, then try again.")
}

/// A token may be there whose value nobody will ever see.
fn uncertain(error: ClientError) -> Problem {
    let came_to_nothing = error.did_nothing();
    let problem = Problem::from(error);
    match came_to_nothing {
        true => problem,
        false => {
            problem.remedy("Look at the list: a token that is there now and was not before has no use. Revoke it.")
        }
    }
}
