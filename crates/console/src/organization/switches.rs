//! Organizations begin, change or end to use a connection.

use std::collections::BTreeMap;

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_as_code::OrganizationUse;
use lintel_management::{ClientError, OrganizationSwitches, Request, client::MOST_AT_ONCE};

use super::{OrganizationsObserver, history::state, uses::Held};
use crate::{
    Console,
    change::{
        journal::{About, ChangeKind, ChangeState, Document, Subject},
        settling::unanswered,
    },
    view::{BulkProgress, OrganizationChange, OrganizationsSwitched, Problem, RefusedOrganization},
};

/// What one organization needs, and what it was.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) before: Option<OrganizationSwitches>,
    pub(crate) after: Option<OrganizationSwitches>,
}

impl Step {
    /// Nothing where it is so already.
    pub(crate) fn request(&self, connection_id: &str) -> Option<Request> {
        match (self.before, self.after) {
            (before, after) if before == after => None,
            (None, Some(after)) => Some(Request::enable_for_organization(&self.id, connection_id, after)),
            (Some(_), Some(after)) => Some(Request::update_organization_connection(&self.id, connection_id, after)),
            (_, None) => Some(Request::disable_for_organization(&self.id, connection_id)),
        }
    }
}

/// What it takes until the organizations of that name use the connection as it is wanted, and no other does. The names that the
/// tenant has no organization of, where there are any.
pub(crate) fn plan(held: &[Held], wanted: &[OrganizationUse]) -> Result<Vec<Step>, Vec<String>> {
    let mut wanted: BTreeMap<&str, &OrganizationUse> = wanted.iter().map(|one| (one.name.as_str(), one)).collect();
    let mut steps = Vec::new();
    for Held { organization, uses } in held {
        let after = wanted.remove(organization.name.as_str()).map(|wanted| OrganizationSwitches {
            assign_membership_on_login: wanted.assign_membership_on_login,
            show_as_button: wanted.show_as_button,
        });
        let step = Step { id: organization.id.clone(), name: organization.name.clone(), before: *uses, after };
        if step.before != step.after {
            steps.push(step);
        }
    }
    if wanted.is_empty() { Ok(steps) } else { Err(wanted.into_keys().map(str::to_owned).collect()) }
}

impl Console {
    /// Lets each of these organizations use the connection as it is wanted. One that fails keeps no other from it. When the ticket is
    /// cancelled, those under way come to their end and no other is begun.
    pub async fn switch_organizations(
        &self,
        ticket: &str,
        connection_id: &str,
        changes: &[OrganizationChange],
        observer: &OrganizationsObserver<'_>,
    ) -> Result<OrganizationsSwitched, Problem> {
        let cancelled = self.common.tickets.cancelled(ticket);
        let outcome = async {
            let steps = self.steps(connection_id, changes).await?;
            let told = |done, total| observer(BulkProgress { ticket: ticket.to_owned(), done, total });
            self.switch_steps(connection_id, steps, cancelled, &told).await
        }
        .await;
        self.common.tickets.cancel(ticket);
        outcome
    }

    /// What that sends.
    pub(crate) async fn organization_switch_requests(
        &self,
        connection_id: &str,
        changes: &[OrganizationChange],
    ) -> Result<Vec<Request>, Problem> {
        let steps = self.steps(connection_id, changes).await?;
        Ok(steps.iter().filter_map(|step| step.request(connection_id)).collect())
    }

    async fn steps(&self, connection_id: &str, changes: &[OrganizationChange]) -> Result<Vec<Step>, Problem> {
        let reads = stream::iter(changes.to_vec()).map(|change| async move {
            let before = self.organization_use(&change.id, connection_id).await?;
            Ok::<_, Problem>(Step { id: change.id, name: change.name, before, after: change.uses.map(Into::into) })
        });
        reads.buffered(MOST_AT_ONCE).try_collect().await
    }

    /// The organizations that use the connection are these from now on, by name, and no others.
    pub async fn set_organization_uses(
        &self,
        connection_id: &str,
        wanted: &[OrganizationUse],
    ) -> Result<OrganizationsSwitched, Problem> {
        let held = self.organizations_of(connection_id, &|_, _| {}).await?;
        let steps = plan(&held, wanted).map_err(|missing| no_organization(&missing))?;
        self.switch_steps(connection_id, steps, std::future::pending::<()>(), &|_, _| {}).await
    }

    /// Switches once that is written down. What was refused, or not begun, is not in the entry then.
    async fn switch_steps(
        &self,
        connection_id: &str,
        mut steps: Vec<Step>,
        cancelled: impl Future,
        told: &(dyn Fn(u32, u32) + Send + Sync),
    ) -> Result<OrganizationsSwitched, Problem> {
        steps.retain(|step| step.before != step.after);
        if steps.is_empty() {
            return Ok(OrganizationsSwitched { refused: Vec::new(), left: 0 });
        }
        let document = |of: fn(&Step) -> Option<OrganizationSwitches>| {
            Document::from_iter(steps.iter().map(|step| (step.id.clone(), state(&step.name, of(step)))))
        };
        let (before, mut after) = (document(|step| step.before), document(|step| step.after));
        let subject = Subject::Connection(connection_id.to_owned());
        let requests =
            |steps: &[Step]| -> Vec<Request> { steps.iter().filter_map(|step| step.request(connection_id)).collect() };
        let about = About::sending(&requests(&steps));
        let entry = self.begin(subject, ChangeKind::Organizations, &before, &after, about).await?;
        let total = steps.len();
        let mut running = stream::iter(steps.clone())
            .take_until(Box::pin(cancelled))
            .map(|step| async move {
                let outcome = self.switch_step(connection_id, &step).await;
                (step, outcome)
            })
            .buffer_unordered(MOST_AT_ONCE);
        let (mut refused, mut begun, mut known) = (Vec::new(), Vec::new(), true);
        while let Some((step, outcome)) = running.next().await {
            begun.push(step.id.clone());
            told(number(begun.len()), number(total));
            if let Err(NotSwitched { problem, holds }) = outcome {
                match holds {
                    Some(holds) => drop(after.insert(step.id.clone(), state(&step.name, holds))),
                    // The next start looks.
                    None => known = false,
                }
                refused.push(RefusedOrganization { id: step.id, problem });
            }
        }
        drop(running);
        let left = total - begun.len();
        for step in steps.iter().filter(|step| !begun.contains(&step.id)) {
            after.insert(step.id.clone(), state(&step.name, step.before));
        }
        steps.retain(|step| begun.contains(&step.id));
        if known {
            match before == after {
                true => entry.settle(ChangeState::NotDone).await,
                false => entry.settle_as(after, requests(&steps)).await,
            }
        }
        Ok(OrganizationsSwitched { refused, left: number(left) })
    }

    async fn switch_step(&self, connection_id: &str, step: &Step) -> Result<(), NotSwitched> {
        let Some(request) = step.request(connection_id) else { return Ok(()) };
        let error = match self.client.perform(&request).await {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        if error.did_nothing() {
            return Err(NotSwitched { problem: told_of(error), holds: Some(step.before) });
        }
        // It may be done all the same.
        match self.organization_use(&step.id, connection_id).await {
            Ok(holds) if holds == step.after => Ok(()),
            Ok(holds) => Err(NotSwitched { problem: told_of(error), holds: Some(holds) }),
            Err(_) => Err(NotSwitched { problem: unanswered(error), holds: None }),
        }
    }
}

/// Why an organization uses the connection otherwise than it was meant to, and how it does, where that is known.
struct NotSwitched {
    problem: Problem,
    holds: Option<Option<OrganizationSwitches>>,
}

fn told_of(error: ClientError) -> Problem {
    Problem::from(error)
}

fn no_organization(missing: &[String]) -> Problem {
    let names = missing.join(", ");
    let (what, them) = if missing.len() == 1 { ("organization", "it") } else { ("organizations", "them") };
    Problem::new("no-organization", format!("The tenant has no {what} {names}. No organization was switched."))
        .remedy(format!("Create {them} on the tenant, or leave {them} out."))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
