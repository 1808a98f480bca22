//! What a run wrote is taken back, by what it found: the last first. What was changed since by others stays.

use super::item::{Deed, Item};
use crate::{
    Console,
    change::{
        document::differences,
        journal::{About, ChangeKind},
        merge::{changes, set},
    },
    view::{Problem, RunState, StepState, TransferRun, UserSearch},
};

impl Console {
    /// Restores what the run found, as far as nobody changed it since; each write is in History. A connection that the run created
    /// is deleted while nobody has logged in through it.
    pub async fn take_back_transfer(&self, run: &str) -> Result<TransferRun, Problem> {
        let _alone = self.alone()?;
        let mut kept = self.stopped(run).await?;
        let mut items = self.journal.transfer_items(run).await?;
        let mut whole = true;
        for (number, item) in items.iter_mut().enumerate().rev() {
            for index in (0..item.steps.len()).rev() {
                if item.id.is_none() || matches!(item.steps[index].state, StepState::Waiting | StepState::TakenBack) {
                    continue;
                }
                let back = self.take_back(item, index).await;
                let step = &mut item.steps[index];
                match back {
                    Ok(()) => (step.state, step.problem) = (StepState::TakenBack, None),
                    Err(problem) => {
                        whole = false;
                        step.problem = Some(problem);
                    }
                }
                self.journal.keep_item(run, number, item).await?;
            }
        }
        kept.head.state = if whole { RunState::TakenBack } else { RunState::Stopped };
        kept.head.problem = (!whole).then(|| {
            Problem::new("taken-back-in-part", "Some steps could not be taken back.").remedy("See the steps for why.")
        });
        self.journal.keep_transfer(run, &kept.head).await?;
        self.transfer_run(run).await
    }

    async fn take_back(&self, item: &Item, index: usize) -> Result<(), Problem> {
        let id = item.id.as_deref().unwrap_or_default();
        let turn = self.turn(id).await;
        let connection = self.read_in(&turn).await?;
        let now = self.held(&connection).await?;
        match &item.steps[index].deed {
            Deed::Create => {
                if !item.differs(&now.document).is_empty() {
                    return Err(changed_since(item));
                }
                let search = UserSearch { text: String::new(), connection: Some(item.name.clone()) };
                if self.find_users(&search, 0).await?.total > 0 {
                    let message = format!("People have logged in through {}, and would be deleted with it.", item.name);
                    return Err(Problem::new("has-users", message).remedy("Delete it in the list of connections."));
                }
                self.delete(&turn, &connection).await
            }
            Deed::Settings => {
                let (before, wanted) = (&item.before.document, &item.wanted.document);
                if differences(before, &now.document).is_empty() {
                    return Ok(());
                }
                if !differences(wanted, &now.document).is_empty() {
                    return Err(changed_since(item));
                }
                let mut after = now.document.clone();
                for change in changes(before, wanted) {
                    set(&mut after, &change.path, change.before.as_ref());
                }
                self.put(&turn, ChangeKind::Saved, About::default(), &now.document, &after).await.map(drop)
            }
            Deed::Applications { client_ids, enabled } => {
                let held = now.applications.unwrap_or_default();
                let back: Vec<String> =
                    client_ids.iter().filter(|one| held.contains(*one) == *enabled).cloned().collect();
                if back.is_empty() {
                    return Ok(());
                }
                let refused = self.switch(id, &back, !enabled).await?;
                refused.into_iter().next().map_or(Ok(()), |refused| Err(Problem::from(refused.error)))
            }
            Deed::Organizations(joining) => {
                self.part(id, joining, item.before.organizations.as_deref().unwrap_or_default()).await
            }
            Deed::Scim => {
                let (before, wanted, held) =
                    (item.before.scim.clone().flatten(), item.wanted.scim.clone().flatten(), now.scim.flatten());
                if held == before {
                    return Ok(());
                }
                if held != wanted {
                    return Err(changed_since(item));
                }
                self.write_scim(&turn, About::default(), held.as_ref(), before.as_ref()).await
            }
        }
    }
}

fn changed_since(item: &Item) -> Problem {
    Problem::new("changed-since", format!("{} was changed since this step, and was left as it is.", item.name))
        .remedy("Restore what you want from History.")
}
