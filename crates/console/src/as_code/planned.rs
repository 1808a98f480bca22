//! The requests of a change, from where the change itself plans them.

use lintel_management::Request;

use crate::{
    Console,
    change::{merge::changes, plan},
    view::{Problem, RequestsOf},
};

/// Of many calls, as many are shown. What is done to many takes a call to read and one to write for each, and nobody reads thousands.
const SHOWN: usize = 20;

pub(super) struct Planned {
    pub(super) requests: Vec<Request>,
    /// How many more follow at most, of the same kind.
    pub(super) more: u32,
}

impl Console {
    pub(super) async fn requests(&self, of: &RequestsOf) -> Result<Planned, Problem> {
        let (of, left) = beginning(of);
        let mut requests = self.all_of(&of).await?;
        let more = u32::try_from(left + requests.len().saturating_sub(SHOWN)).unwrap_or(u32::MAX);
        requests.truncate(SHOWN);
        Ok(Planned { requests, more })
    }

    async fn all_of(&self, of: &RequestsOf) -> Result<Vec<Request>, Problem> {
        Ok(match of {
            RequestsOf::Creation { form } => {
                let after = self.meant(form).await?;
                vec![plan::creation(form.name.trim(), &after)]
            }
            RequestsOf::Save { edit } => {
                let (loaded, edited) = self.edited(edit).await?;
                match changes(&loaded, &edited).is_empty() {
                    true => Vec::new(),
                    false => vec![plan::update(&edit.id, &loaded, &edited)],
                }
            }
            RequestsOf::Deletion { connection_id } => vec![Request::delete_connection(connection_id)],
            RequestsOf::Plan { plan, connection } => self.planned_requests(plan, connection.as_deref())?,
            RequestsOf::Entry { entry } => self.sent(*entry).await?,
            RequestsOf::Restore { restore } => self.restore_requests(restore).await?,
            RequestsOf::Applications { connection_id, client_ids, enabled } => {
                self.switch_requests(connection_id, client_ids, *enabled).await?
            }
            RequestsOf::Domains { connection_id, moved } => self.domain_requests(connection_id, moved).await?,
            RequestsOf::Keys { connection_id, signing_alg, first } => vec![match first {
                true => Request::create_connection_keys(connection_id, Some(signing_alg)),
                false => Request::rotate_connection_keys(connection_id, Some(signing_alg)),
            }],
            RequestsOf::Scim { connection_id, change } => self.scim_requests(connection_id, change).await?,
            RequestsOf::Application { change } => self.application_requests(change).await?,
            RequestsOf::Organization { change } => self.organization_requests(change)?,
            RequestsOf::TestAddress { client_id } => self.test_address_requests(client_id).await?,
            RequestsOf::UserDeletion { user_id } => vec![Request::delete_user(user_id)],
            RequestsOf::Organizations { connection_id, changes } => {
                self.organization_switch_requests(connection_id, changes).await?
            }
            RequestsOf::Many { ids, action } => self.bulk_requests(ids, action).await?,
        })
    }

    async fn sent(&self, entry: i64) -> Result<Vec<Request>, Problem> {
        let entry = self.journal.entry(entry).await?;
        if let Some(why) = entry.as_ref().and_then(|entry| entry.damage.as_ref()) {
            return Err(Problem::new("entry-unreadable", format!("This entry of the history cannot be read: {why}.")));
        }
        entry.and_then(|entry| entry.about.sent).ok_or_else(|| {
            Problem::new(
                "no-request",
                "What was sent is not in this entry: it is from a version of Lintel that did not keep it, or of a change that \
                 Lintel did not make.",
            )
        })
    }
}

/// The first of many, and how many more there are.
fn beginning(of: &RequestsOf) -> (RequestsOf, usize) {
    let mut of = of.clone();
    let left = match &mut of {
        RequestsOf::Organizations { changes, .. } => cut(changes),
        RequestsOf::Many { ids, .. } => cut(ids),
        _ => 0,
    };
    (of, left)
}

fn cut<T>(many: &mut Vec<T>) -> usize {
    let left = many.len().saturating_sub(SHOWN);
    many.truncate(SHOWN);
    left
}
