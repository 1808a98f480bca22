//! Organizations that use a connection go with it, by name: they are added in the target, and none is taken away.

use std::collections::BTreeMap;

use lintel_as_code::OrganizationUse;
use lintel_management::{OrganizationSwitches, Request};
use serde::{Deserialize, Serialize};

use super::held::shown;
use crate::{Console, view::Problem};

/// The calls that reading them may take: one for each organization and connection.
const MOST_CALLS: usize = 2_000;

/// An organization of the target, and how it is to use the connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Joining {
    pub(crate) id: String,
    /// It uses the connection already, otherwise.
    pub(crate) is_on: bool,
    pub(crate) uses: OrganizationUse,
}

impl Joining {
    pub(super) fn request(&self, connection_id: &str) -> Request {
        let OrganizationUse { assign_membership_on_login, show_as_button, .. } = self.uses;
        let switches = OrganizationSwitches { assign_membership_on_login, show_as_button };
        match self.is_on {
            true => Request::update_organization_connection(&self.id, connection_id, switches),
            false => Request::enable_for_organization(&self.id, connection_id, switches),
        }
    }
}

/// Those of `wanted` that are not so in `held`, and the names that the target has no organization of.
pub(super) fn joining(
    wanted: &[OrganizationUse],
    held: &[OrganizationUse],
    there: &BTreeMap<String, String>,
) -> (Vec<Joining>, Vec<OrganizationUse>) {
    let (mut joining, mut missing) = (Vec::new(), Vec::new());
    for uses in wanted.iter().filter(|uses| !held.contains(uses)) {
        match there.get(&uses.name) {
            Some(id) => joining.push(Joining {
                id: id.clone(),
                is_on: held.iter().any(|one| one.name == uses.name),
                uses: uses.clone(),
            }),
            None => missing.push(uses.clone()),
        }
    }
    (joining, missing)
}

impl Console {
    /// The tenant's organizations, from name to ID; none where the credentials do not show them.
    pub(super) async fn organization_ids(&self) -> Result<Option<BTreeMap<String, String>>, Problem> {
        let organizations = shown(self.client.organizations().await)?;
        Ok(organizations.map(|all| all.into_iter().map(|one| (one.name, one.id)).collect()))
    }

    /// Whether the organizations of so many connections can be read: the API tells of one organization and connection at a time.
    pub(super) async fn tells_organizations(&self, connections: usize) -> Result<bool, Problem> {
        Ok(self.organization_ids().await?.is_some_and(|all| all.len().saturating_mul(connections) <= MOST_CALLS))
    }

    /// None where the credentials do not show it.
    pub(super) async fn shown_uses(&self, connection_id: &str) -> Result<Option<Vec<OrganizationUse>>, Problem> {
        match self.organization_uses(connection_id).await {
            Err(problem) if problem.code == "insufficient_scope" => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// Lets them use the connection beside those that do.
    pub(super) async fn join(&self, connection_id: &str, joining: &[Joining]) -> Result<(), Problem> {
        let mut uses = self.organization_uses(connection_id).await?;
        uses.retain(|one| !joining.iter().any(|joining| joining.uses.name == one.name));
        uses.extend(joining.iter().map(|joining| joining.uses.clone()));
        self.exactly(connection_id, &uses).await
    }

    /// As it was, of those that the run let use it.
    pub(super) async fn part(
        &self,
        connection_id: &str,
        joining: &[Joining],
        before: &[OrganizationUse],
    ) -> Result<(), Problem> {
        let mut uses = self.organization_uses(connection_id).await?;
        let ours = |one: &OrganizationUse| joining.iter().any(|joining| joining.uses == *one);
        let back: Vec<String> = uses.iter().filter(|one| ours(one)).map(|one| one.name.clone()).collect();
        uses.retain(|one| !ours(one));
        uses.extend(before.iter().filter(|one| back.contains(&one.name)).cloned());
        self.exactly(connection_id, &uses).await
    }

    async fn exactly(&self, connection_id: &str, uses: &[OrganizationUse]) -> Result<(), Problem> {
        let switched = self.set_organization_uses(connection_id, uses).await?;
        switched.refused.into_iter().next().map_or(Ok(()), |refused| Err(refused.problem))
    }
}
