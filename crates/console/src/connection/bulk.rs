//! One change of many connections. One that fails does not keep the others from theirs.

use std::{collections::HashSet, path::Path, slice};

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_management::{Connection, Request, client::MOST_AT_ONCE};
use lintel_tenant::owner;

use crate::{
    Console,
    application::switches,
    change::{
        document::{SHOW_AS_BUTTON, document},
        journal::{About, ChangeKind, Document},
        plan,
    },
    console::STRATEGY,
    field,
    view::{BulkAction, BulkFailure, BulkOutcome, BulkProgress, Problem},
};

/// Called after each connection.
pub type BulkObserver<'a> = dyn Fn(BulkProgress) + Send + Sync + 'a;

impl Console {
    /// Does the same to each of the connections. When the ticket is cancelled, those under way come to their end and no other
    /// is begun.
    pub async fn change_connections(
        &self,
        ticket: &str,
        ids: &[String],
        action: &BulkAction,
        observer: &BulkObserver<'_>,
    ) -> Result<BulkOutcome, Problem> {
        let cancelled = self.common.tickets.cancelled(ticket);
        let outcome = self.change(ticket, cancelled, ids, action, observer).await;
        self.common.tickets.cancel(ticket);
        outcome
    }

    async fn change(
        &self,
        ticket: &str,
        cancelled: impl Future,
        ids: &[String],
        action: &BulkAction,
        observer: &BulkObserver<'_>,
    ) -> Result<BulkOutcome, Problem> {
        let outcomes = match action {
            BulkAction::Application { client_id, enabled } => {
                if *enabled {
                    self.has_logins(client_id).await?;
                }
                let enabled_now = self.client.client_connection_ids(client_id, STRATEGY).await?;
                let enabled_now: HashSet<String> = enabled_now.into_iter().collect();
                let change = |id: String| {
                    let already = enabled_now.contains(&id) == *enabled;
                    async move {
                        match already {
                            true => Ok(None),
                            false => self.switch_application(&id, client_id, *enabled).await.map(Some),
                        }
                    }
                };
                self.each(ticket, cancelled, ids, observer, change).await
            }
            BulkAction::Button { shown } => {
                self.each(ticket, cancelled, ids, observer, |id| self.show_as_button(id, *shown)).await
            }
            BulkAction::Delete { typed } => {
                confirmed(typed, ids.len())?;
                let delete = |id: String| async move {
                    let turn = self.turn(&id).await;
                    let connection = self.read_in(&turn).await?;
                    self.delete(&turn, &connection).await.map(Some)
                };
                self.each(ticket, cancelled, ids, observer, delete).await
            }
        };
        Ok(outcomes.told(ids.len()).0)
    }

    /// Writes the connections to a file, as the API gives them.
    pub async fn export_connections(
        &self,
        ticket: &str,
        ids: &[String],
        with_secrets: bool,
        path: &Path,
        observer: &BulkObserver<'_>,
    ) -> Result<BulkOutcome, Problem> {
        let read = |id: String| async move {
            let mut connection = self.read(&id).await?;
            field::leave_out(&mut connection, with_secrets);
            Ok(Some(connection))
        };
        let cancelled = self.common.tickets.cancelled(ticket);
        let mut outcomes = self.each(ticket, cancelled, ids, observer, read).await;
        self.common.tickets.cancel(ticket);
        outcomes.changed.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
        let (outcome, connections) = outcomes.told(ids.len());
        // Half of what was asked for would pass for all of it.
        if outcome.left == 0 && !connections.is_empty() {
            write(path, connections).await?;
        }
        Ok(outcome)
    }

    /// What a change of many sends.
    pub(crate) async fn bulk_requests(&self, ids: &[String], action: &BulkAction) -> Result<Vec<Request>, Problem> {
        Ok(match action {
            BulkAction::Application { client_id, enabled } => {
                let enabled_now = self.client.client_connection_ids(client_id, STRATEGY).await?;
                let differs = ids.iter().filter(|id| enabled_now.contains(id) != *enabled);
                differs.flat_map(|id| switches::planned(id, slice::from_ref(client_id), *enabled)).collect()
            }
            BulkAction::Button { shown } => {
                let reads = stream::iter(ids.to_vec()).map(|id| async move {
                    let before = document(&self.read(&id).await?)?;
                    let after = with_button(&before, *shown);
                    Ok::<_, Problem>((before != after).then(|| plan::update(&id, &before, &after)))
                });
                let planned: Vec<Option<Request>> = reads.buffered(MOST_AT_ONCE).try_collect().await?;
                planned.into_iter().flatten().collect()
            }
            BulkAction::Delete { .. } => ids.iter().map(|id| Request::delete_connection(id)).collect(),
        })
    }

    /// Whether that changed anything.
    async fn show_as_button(&self, id: String, shown: bool) -> Result<Option<()>, Problem> {
        let turn = self.turn(&id).await;
        let before = document(&self.read_in(&turn).await?)?;
        let after = with_button(&before, shown);
        if before == after {
            return Ok(None);
        }
        self.put(&turn, ChangeKind::Saved, About::default(), &before, &after).await.map(|_| Some(()))
    }

    async fn each<T, F: Future<Output = Result<Option<T>, Problem>>>(
        &self,
        ticket: &str,
        cancelled: impl Future,
        ids: &[String],
        observer: &BulkObserver<'_>,
        work: impl Fn(String) -> F,
    ) -> Outcomes<T> {
        let mut outcomes = Outcomes { changed: Vec::new(), unchanged: 0, failed: Vec::new() };
        let mut running = stream::iter(ids.to_vec())
            .take_until(Box::pin(cancelled))
            .map(|id: String| {
                let outcome = work(id.clone());
                async move { (id, outcome.await) }
            })
            .buffer_unordered(MOST_AT_ONCE);
        let mut done = 0;
        while let Some((id, outcome)) = running.next().await {
            match outcome {
                Ok(Some(change)) => outcomes.changed.push((id, change)),
                Ok(None) => outcomes.unchanged += 1,
                Err(problem) => outcomes.failed.push(BulkFailure { id, problem }),
            }
            done += 1;
            observer(BulkProgress { ticket: ticket.to_owned(), done, total: number(ids.len()) });
        }
        outcomes
    }
}

fn with_button(before: &Document, shown: bool) -> Document {
    let mut after = before.clone();
    after.insert(SHOW_AS_BUTTON.to_owned(), shown.into());
    after
}

/// What came of the connections that were begun.
struct Outcomes<T> {
    changed: Vec<(String, T)>,
    unchanged: u32,
    failed: Vec<BulkFailure>,
}

impl<T> Outcomes<T> {
    /// The outcome, and what each of the changed connections came to.
    fn told(self, total: usize) -> (BulkOutcome, Vec<T>) {
        let begun = number(self.changed.len() + self.failed.len()) + self.unchanged;
        let (changed, came): (Vec<String>, Vec<T>) = self.changed.into_iter().unzip();
        let left = number(total).saturating_sub(begun);
        (BulkOutcome { changed, unchanged: self.unchanged, failed: self.failed, left }, came)
    }
}

/// Many are deleted only by somebody who knows how many.
fn confirmed(typed: &str, count: usize) -> Result<(), Problem> {
    let wanted = match count {
        1 => "delete 1 connection".to_owned(),
        count => format!("delete {count} connections"),
    };
    let typed = typed.trim();
    if typed == count.to_string() || typed.eq_ignore_ascii_case(&wanted) {
        return Ok(());
    }
    Err(Problem::new(
        "count-differs",
        format!("“{typed}” does not say how many connections are to be deleted: {count}."),
    )
    .at("typed")
    .remedy(format!("Type {count}, or {wanted}.")))
}

/// Whole or not at all, and readable for this user alone.
async fn write(path: &Path, connections: Vec<Connection>) -> Result<(), Problem> {
    let not_written = |cause: &dyn std::fmt::Display| {
        Problem::new("export-not-written", format!("{} could not be written: {cause}.", path.display()))
            .remedy("Choose another place.")
    };
    let target = path.to_owned();
    let written = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        let mut json = serde_json::to_vec_pretty(&connections)?;
        json.push(b'\n');
        owner::write(&target, &json)
    });
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(cause)) => Err(not_written(&cause)),
        Err(cause) => Err(not_written(&cause)),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
