//! What a tenant holds of a connection, as far as it can be brought elsewhere; and what it is to hold.

use std::collections::BTreeSet;

use lintel_as_code::OrganizationUse;
use lintel_management::{ClientError, Connection};
use serde::{Deserialize, Serialize};

use crate::{
    Console,
    change::{
        document::{differences, document},
        journal::Document,
    },
    scim,
    view::{Problem, ScimSettings},
};

/// A part that is none is not managed, or not shown to the credentials.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) document: Document,
    /// Client IDs.
    pub(crate) applications: Option<BTreeSet<String>>,
    pub(crate) scim: Option<Option<ScimSettings>>,
    pub(crate) organizations: Option<Vec<OrganizationUse>>,
}

impl Held {
    /// Whether `now` is the same in all parts that this one has; what the tenant fills in by itself is no difference.
    pub(crate) fn is(&self, now: &Held) -> bool {
        let same = |known: bool, equal: bool| !known || equal;
        differences(&self.document, &now.document).is_empty()
            && same(self.applications.is_some(), self.applications == now.applications)
            && same(self.scim.is_some(), self.scim == now.scim)
    }
}

impl Console {
    /// The parts of a connection that was just read.
    pub(crate) async fn held(&self, connection: &Connection) -> Result<Held, Problem> {
        let document = document(connection)?;
        let id = &connection.id;
        let applications = shown(self.client.connection_clients(id).await).map_err(|error| self.refused(id, error))?;
        let scim = shown(self.client.scim_configuration(id).await).map_err(|error| self.refused(id, error))?;
        Ok(Held {
            document,
            applications: applications.map(|ids| ids.into_iter().collect()),
            scim: scim.map(|configuration| configuration.as_ref().map(scim::settings::of)),
            organizations: None,
        })
    }
}

/// What a scope that is missing hides is not known, which hinders nothing else.
pub(crate) fn shown<T>(answer: Result<T, ClientError>) -> Result<Option<T>, ClientError> {
    match answer {
        Err(error) if error.status() == Some(403) => Ok(None),
        answer => answer.map(Some),
    }
}
