//! What became of changes whose answer never came: a crash, a lost network, a journal that could not be written.

use lintel_management::ClientError;

use crate::{
    Console,
    change::{
        document::{became, document, holds, visible},
        journal::{About, ChangeKind, ChangeState, Document, Entry, JournalError, Subject, Underway},
        seen::is_gone,
    },
    view::Problem,
};

impl Console {
    /// Settles the changes that were left open, by reading what the tenant holds. One that cannot be settled stays open, for the
    /// next start, and keeps no other open. What is on its way meanwhile is left to whoever sent it.
    pub(crate) async fn settle_changes(&self) -> Result<(), JournalError> {
        for entry in self.journal.unsettled().await? {
            let (id, kind) = (entry.id, entry.kind);
            match self.settled(entry).await {
                Ok(state) => tracing::warn!(entry = id, ?kind, ?state, "a change from before the last end was settled"),
                Err(problem) => {
                    tracing::warn!(
                        entry = id,
                        ?kind,
                        problem = problem.code,
                        "a change from before the last end stays open"
                    );
                }
            }
        }
        Ok(())
    }

    /// Writes a change down. Nothing is sent before.
    pub(crate) async fn begin(
        &self,
        subject: Subject,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
        about: About,
    ) -> Result<Underway, Problem> {
        let about = About { by: Some(self.client.client_id().await), ..about };
        self.journal.begin(subject, kind, before, after, &about).await.map_err(|error| {
            Problem::from(error).remedy(
                "Nothing was sent. Check the space and the permissions of Lintel's data folder, then try again.",
            )
        })
    }

    async fn settled(&self, entry: Entry) -> Result<ChangeState, Problem> {
        if let Some(why) = &entry.damage {
            return Err(Problem::new("entry-unreadable", format!("This entry of the history cannot be read: {why}.")));
        }
        let state = match &entry.subject {
            Subject::New(name) => {
                let _turn = self.turn_to_create(name).await;
                match self.client.connection_named(name).await? {
                    Some(found) => match self.since(&found.id, &entry).await?.map_or_else(|| document(&found), Ok)? {
                        made if holds(&entry.after, &made) => {
                            self.journal.settle_created(entry.id, &found.id).await?;
                            return Ok(ChangeState::Done);
                        }
                        // Somebody else's, as far as can be told.
                        _ => ChangeState::Overtaken,
                    },
                    None => ChangeState::NotDone,
                }
            }
            Subject::Connection(id) => {
                let _turn = self.turn(id).await;
                self.state_of(id, &entry).await?
            }
        };
        self.journal.settle(entry.id, state).await?;
        Ok(state)
    }

    async fn state_of(&self, id: &str, entry: &Entry) -> Result<ChangeState, Problem> {
        if let Some(address) = &entry.about.address {
            let taken = self.take_away(address).await?;
            let sent = entry.about.sent.iter().flatten().cloned().chain(taken).collect();
            self.journal.settle_as(entry.id, Document::new(), Some(sent)).await?;
            return Ok(ChangeState::Done);
        }
        if let Some(switched) = &entry.about.switched {
            let as_meant = match self.client.connection_clients(id).await {
                Ok(enabled) => {
                    switched.client_ids.iter().filter(|one| enabled.contains(one) == switched.enabled).count()
                }
                Err(error) if is_gone(&error) => return Ok(ChangeState::Overtaken),
                Err(error) => return Err(error.into()),
            };
            return Ok(match as_meant {
                all if all == switched.client_ids.len() => ChangeState::Done,
                0 => ChangeState::NotDone,
                _ => ChangeState::Overtaken,
            });
        }
        if entry.kind == ChangeKind::ScimToken {
            return self.token_change_settled(id, entry).await;
        }
        if entry.kind == ChangeKind::Keys {
            let held = self.keys_document(id).await?;
            if held == entry.before {
                return Ok(ChangeState::NotDone);
            }
            self.journal.settle_as(entry.id, held, None).await?;
            return Ok(ChangeState::Done);
        }
        if entry.kind == ChangeKind::Scim {
            let held = self.scim_document(id).await?;
            return Ok(became(&entry.before, &entry.after, &held));
        }
        if entry.kind == ChangeKind::Organizations {
            let held = self.organizations_document(id, &entry.after).await?;
            return Ok(became(&entry.before, &entry.after, &held));
        }
        let held = match self.since(id, entry).await? {
            Some(since) => Some(since),
            None => match self.client.connection(id).await {
                Ok(held) => Some(if entry.kind == ChangeKind::Deleted { visible(&held) } else { document(&held)? }),
                Err(error) if error.status() == Some(404) => None,
                Err(error) => return Err(error.into()),
            },
        };
        Ok(match (held, entry.kind) {
            (Some(_), ChangeKind::Deleted) => ChangeState::NotDone,
            (None, ChangeKind::Deleted) => ChangeState::Done,
            (Some(held), _) => became(&entry.before, &entry.after, &held),
            (None, _) => ChangeState::Overtaken,
        })
    }

    /// What the tenant held after the change, where Lintel changed the connection once more since: what it read then. What the tenant
    /// holds now tells of the newest change alone.
    async fn since(&self, id: &str, entry: &Entry) -> Result<Option<Document>, Problem> {
        let read = |other: &Entry| other.id > entry.id && other.kind.was_sent_whole();
        let later = self.journal.of_connection(id).await?.into_iter().rfind(read);
        Ok(later.map(|later| later.before).filter(|before| !before.is_empty()))
    }
}

/// The tenant's answer to a change did not come, or was none, and nothing shows yet that the change was made.
pub(crate) fn unanswered(error: ClientError) -> Problem {
    Problem::from(error).remedy(
        "Whether the change was made is not known. Read the connection again to see; the next start of Lintel writes it into \
         History.",
    )
}
