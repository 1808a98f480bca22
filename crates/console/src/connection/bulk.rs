//! One change of many connections. One that fails does not keep the others from theirs.

use std::{collections::HashSet, slice};

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_management::{Request, client::MOST_AT_ONCE};

use crate::{
    Console,
    application::switches,
    change::{
        document::{SHOW_AS_BUTTON, document},
        journal::{About, ChangeKind, Document},
        plan,
    },
    console::STRATEGY,
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
        let outcome = match action {
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

    /// `work` says whether it changed anything.
    async fn each<T, F: Future<Output = Result<Option<T>, Problem>>>(
        &self,
        ticket: &str,
        cancelled: impl Future,
        ids: &[String],
        observer: &BulkObserver<'_>,
        work: impl Fn(String) -> F,
    ) -> BulkOutcome {
        let total = number(ids.len());
        let mut outcome = BulkOutcome { changed: Vec::new(), unchanged: 0, failed: Vec::new(), left: total };
        let mut running = stream::iter(ids.to_vec())
            .take_until(Box::pin(cancelled))
            .map(|id: String| {
                let end = work(id.clone());
                async move { (id, end.await) }
            })
            .buffer_unordered(MOST_AT_ONCE);
        while let Some((id, end)) = running.next().await {
            match end {
                Ok(Some(_)) => outcome.changed.push(id),
                Ok(None) => outcome.unchanged += 1,
                Err(problem) => outcome.failed.push(BulkFailure { id, problem }),
            }
            outcome.left -= 1;
            observer(BulkProgress { ticket: ticket.to_owned(), done: total - outcome.left, total });
        }
        outcome
    }
}

fn with_button(before: &Document, shown: bool) -> Document {
    let mut after = before.clone();
    after.insert(SHOW_AS_BUTTON.to_owned(), shown.into());
    after
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

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
