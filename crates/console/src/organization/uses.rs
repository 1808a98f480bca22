//! Which organizations use a connection. The API tells it of one organization at a time, so that it takes a call for each of them.

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_as_code::OrganizationUse;
use lintel_management::{Organization, OrganizationSwitches};

use crate::{
    Console,
    connection::list::AT_ONCE,
    view::{BulkProgress, OrganizationRow, OrganizationsView, Problem},
};

/// Called after each organization that was asked about.
pub type OrganizationsObserver<'a> = dyn Fn(BulkProgress) + Send + Sync + 'a;

const READ: [&str; 2] = ["read:organizations", "read:organization_connections"];
/// What something on the page needs beside that.
const WANTED: [&str; 3] =
    ["create:organization_connections", "update:organization_connections", "delete:organization_connections"];

/// An organization and how it uses a connection, if it does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Held {
    pub(crate) organization: Organization,
    pub(crate) uses: Option<OrganizationSwitches>,
}

impl Console {
    /// Every organization of the tenant with how it uses the connection, read afresh. Cancelled through its ticket.
    pub async fn list_organizations(
        &self,
        ticket: &str,
        connection_id: &str,
        observer: &OrganizationsObserver<'_>,
    ) -> Result<OrganizationsView, Problem> {
        let granted = self.client.scopes().await?;
        let lacking = |scopes: &[&str]| -> Vec<String> {
            // Of credentials whose scopes nobody knows, nothing is.
            let lacks = |scope: &&&str| !granted.is_empty() && !granted.iter().any(|granted| granted == **scope);
            scopes.iter().filter(lacks).map(|scope| (*scope).to_owned()).collect()
        };
        let hidden = lacking(&READ);
        if !hidden.is_empty() {
            return Ok(OrganizationsView::Hidden { lacking: hidden });
        }
        let told = |done, total| observer(BulkProgress { ticket: ticket.to_owned(), done, total });
        let reading = self.organizations_of(connection_id, &told);
        let organizations = self.common.tickets.run(ticket, reading).await??.into_iter().map(row).collect();
        Ok(OrganizationsView::Shown { organizations, lacking: lacking(&WANTED), writable: self.served().is_some() })
    }

    /// The organizations that use the connection, as a document of it has them.
    pub async fn organization_uses(&self, connection_id: &str) -> Result<Vec<OrganizationUse>, Problem> {
        let held = self.organizations_of(connection_id, &|_, _| {}).await?;
        Ok(held.into_iter().filter_map(Held::into_use).collect())
    }

    /// `told` gets how many of how many are done.
    pub(crate) async fn organizations_of(
        &self,
        connection_id: &str,
        told: &(dyn Fn(u32, u32) + Send + Sync),
    ) -> Result<Vec<Held>, Problem> {
        let organizations = self.client.organizations().await?;
        let total = u32::try_from(organizations.len()).unwrap_or(u32::MAX);
        let reads = stream::iter(organizations).map(|organization| async move {
            let uses = match organization.unreadable() {
                Some(_) => None,
                None => self.organization_use(&organization.id, connection_id).await?,
            };
            Ok::<_, Problem>(Held { organization, uses })
        });
        let mut done = 0;
        let counted = reads.buffered(AT_ONCE).inspect_ok(|_| {
            done += 1;
            told(done, total);
        });
        counted.try_collect().await
    }

    /// How the organization uses the connection, if it does.
    pub(super) async fn organization_use(
        &self,
        id: &str,
        connection_id: &str,
    ) -> Result<Option<OrganizationSwitches>, Problem> {
        let found = self.client.organization_connection(id, connection_id).await?;
        Ok(found.map(|connection| connection.switches()))
    }
}

impl Held {
    fn into_use(self) -> Option<OrganizationUse> {
        let OrganizationSwitches { assign_membership_on_login, show_as_button } = self.uses?;
        Some(OrganizationUse { name: self.organization.name, assign_membership_on_login, show_as_button })
    }
}

fn row(held: Held) -> OrganizationRow {
    let Held { organization, uses } = held;
    OrganizationRow {
        problem: organization.unreadable().map(str::to_owned),
        display_name: organization.display_name.unwrap_or_else(|| organization.name.clone()),
        id: organization.id,
        name: organization.name,
        uses: uses.map(Into::into),
    }
}
