//! What a sign-in ends by, read at one moment.

use lintel_management::Connection;

use super::{ApplicationRecord, Store, StoreError, clients, connections};

/// The application, the connection and the organization of a sign-in, as they are now.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) application: Option<ApplicationRecord>,
    pub(crate) connection: Option<Connection>,
    /// Whether the connection is enabled for the application.
    pub(crate) enabled: bool,
    /// Absent where none was asked for.
    pub(crate) organization: Option<OrganizationStanding>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct OrganizationStanding {
    pub(crate) there: bool,
    /// Whether the connection is enabled for it.
    pub(crate) enabled: bool,
}

impl Store {
    pub(crate) async fn standing(
        &self,
        client_id: &str,
        connection_id: &str,
        organization_id: Option<&str>,
    ) -> Result<Standing, StoreError> {
        let (client_id, connection_id) = (client_id.to_owned(), connection_id.to_owned());
        let organization_id = organization_id.map(str::to_owned);
        self.call(move |database, sealer| {
            let exists =
                |sql: &str, values: &[&str]| database.prepare_cached(sql)?.exists(rusqlite::params_from_iter(values));
            let organization = match &organization_id {
                None => None,
                Some(id) => Some(OrganizationStanding {
                    there: exists("SELECT 1 FROM organization WHERE id = ?1", &[id])?,
                    enabled: exists(
                        "SELECT 1 FROM organization_connection WHERE organization_id = ?1 AND connection_id = ?2",
                        &[id, &connection_id],
                    )?,
                }),
            };
            Ok(Standing {
                application: clients::one(database, sealer, &client_id)?,
                connection: connections::by_id(database, sealer, &connection_id)?,
                enabled: exists(
                    "SELECT 1 FROM enabled_client WHERE connection_id = ?1 AND client_id = ?2",
                    &[&connection_id, &client_id],
                )?,
                organization,
            })
        })
        .await
    }
}
