use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

use super::{ScimConfigurationRecord, ScimTokenVerdict, Store, StoreError, scim_configurations, scim_tokens};

/// What a request of SCIM meets at a connection.
#[derive(Debug)]
pub(crate) struct ScimArrival {
    pub(crate) connection_name: String,
    /// `None` where no token came.
    pub(crate) token: Option<ScimTokenVerdict>,
    /// `None` where SCIM is switched off.
    pub(crate) configuration: Result<Option<ScimConfigurationRecord>, StoreError>,
}

impl Store {
    /// `None` where there is no such connection; one that cannot be read has a name as well. A use of the token is written down, at
    /// most once a minute.
    pub(crate) async fn scim_arrival(
        &self,
        connection_id: &str,
        presented: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<ScimArrival>, StoreError> {
        let (id, presented) = (connection_id.to_owned(), presented.map(str::to_owned));
        self.call(move |database, _| {
            let name = database
                .prepare_cached("SELECT name FROM connection WHERE id = ?1")?
                .query_row([&id], |row| row.get(0))
                .optional()?;
            let Some(connection_name) = name else { return Ok(None) };
            let token = presented.map(|presented| scim_tokens::verdict(database, &id, &presented, now)).transpose()?;
            let configuration = scim_configurations::one(database, &id);
            Ok(Some(ScimArrival { connection_name, token, configuration }))
        })
        .await
    }
}
