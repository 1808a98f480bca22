//! The tokens by which providers write. A value goes from the tenant to the page that asked for it, and nowhere else: the journal has
//! what a token may and its ID.

use std::slice;

use lintel_management::{ClientError, Request, ScimToken, scim};

use crate::{
    Console,
    change::{
        journal::{About, ChangeKind, ChangeState, Document, Entry, Subject},
        words::pointer,
    },
    field::{Change, plain},
    view::{FieldChange, NewScimToken, Problem},
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
        let request = creation(connection_id, scopes, days);
        let before = self.held_tokens(connection_id).await.unwrap_or_default();
        let made = |id: &str| {
            let mut after = before.clone();
            after.insert(id.to_owned(), scopes.join(" ").into());
            after
        };
        let (subject, about) =
            (Subject::Connection(connection_id.to_owned()), About::sending(slice::from_ref(&request)));
        let entry = self.begin(subject, ChangeKind::ScimToken, &before, &made(UNKNOWN), about).await?;
        let created: scim::NewScimToken = match self.client.perform_for(&request).await {
            Ok(created) => created,
            Err(error) => {
                if error.did_nothing() {
                    entry.settle(ChangeState::NotDone).await;
                }
                return Err(if error.status() == Some(409) { two_already() } else { uncertain(error) });
            }
        };
        entry.settle_as(made(&created.made.token_id), vec![request]).await;
        tracing::info!(connection = connection_id, token = created.made.token_id, "a SCIM token was created");
        Ok(NewScimToken { id: created.made.token_id, token: created.token })
    }

    /// The provider that has it is refused from then on. One that is gone already is no fault.
    pub async fn revoke_scim_token(&self, connection_id: &str, token_id: &str) -> Result<(), Problem> {
        let request = Request::revoke_scim_token(connection_id, token_id);
        let mut before = self.held_tokens(connection_id).await.unwrap_or_default();
        before.entry(token_id).or_insert_with(|| "".into());
        let mut after = before.clone();
        after.remove(token_id);
        let (subject, about) =
            (Subject::Connection(connection_id.to_owned()), About::sending(slice::from_ref(&request)));
        let entry = self.begin(subject, ChangeKind::ScimToken, &before, &after, about).await?;
        match self.client.perform(&request).await {
            Err(error) if error.status() != Some(404) => {
                if error.did_nothing() {
                    entry.settle(ChangeState::NotDone).await;
                }
                Err(error.into())
            }
            _ => {
                entry.settle(ChangeState::Done).await;
                tracing::info!(connection = connection_id, token = token_id, "a SCIM token was revoked");
                Ok(())
            }
        }
    }

    /// What became of a token whose answer never came.
    pub(crate) async fn token_change_settled(&self, id: &str, entry: &Entry) -> Result<ChangeState, Problem> {
        let held = self.held_tokens(id).await?;
        let Some(wanted) = entry.after.get(UNKNOWN) else {
            let stays = entry.before.keys().any(|token| !entry.after.contains_key(token) && held.contains_key(token));
            return Ok(if stays { ChangeState::NotDone } else { ChangeState::Done });
        };
        let new: Vec<_> = held.iter().filter(|(token, _)| !entry.before.contains_key(*token)).collect();
        match new[..] {
            [] => Ok(ChangeState::NotDone),
            [(token, scopes)] if scopes == wanted => {
                let mut after = entry.before.clone();
                after.insert(token.clone(), scopes.clone());
                self.journal.settle_as(entry.id, after, None).await?;
                Ok(ChangeState::Done)
            }
            // Somebody else's, as far as can be told.
            _ => Ok(ChangeState::Overtaken),
        }
    }

    /// What each token may, by its ID.
    async fn held_tokens(&self, id: &str) -> Result<Document, ClientError> {
        let may = |token: ScimToken| (token.token_id, token.scopes.join(" ").into());
        Ok(self.client.scim_tokens(id).await?.into_iter().map(may).collect())
    }
}

/// In the journal, a token whose ID is the tenant's to give.
const UNKNOWN: &str = "";

pub(super) fn creation(connection_id: &str, scopes: &[String], days: Option<u32>) -> Request {
    let lifetime = days.map(|days| (u64::from(days) * 24 * 60 * 60).max(u64::from(SHORTEST) + 1));
    Request::create_scim_token(connection_id, scopes, lifetime)
}

/// The changes as History has them.
pub(crate) fn told(changes: &[Change]) -> Vec<FieldChange> {
    let line = |change: &Change| FieldChange {
        path: pointer(&change.path),
        label: format!("SCIM token {}", change.path.concat()).trim_end().to_owned(),
        before: change.before.as_ref().map(plain),
        after: change.after.as_ref().map(plain),
        meaning: None,
    };
    changes.iter().map(line).collect()
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
