//! Inbound SCIM, as the tenant has it.

use crate::{
    Console,
    view::{Problem, ScimState},
};

impl Console {
    /// Read afresh. A tenant that this process serves has no SCIM and is not asked.
    pub async fn scim(&self, connection_id: &str) -> Result<ScimState, Problem> {
        if self.served().is_some() {
            return Ok(ScimState::NotServed);
        }
        match self.client.scim_configuration(connection_id).await {
            Ok(None) => Ok(ScimState::Off),
            Ok(Some(scim)) => Ok(ScimState::On {
                endpoint: format!("{}/scim/v2/connections/{connection_id}", self.url()),
                user_id_attribute: scim.user_id_attribute.unwrap_or_else(|| "externalId".to_owned()),
                mapped: u32::try_from(scim.mapping.len()).unwrap_or(u32::MAX),
            }),
            Err(error) if error.status() == Some(403) => Ok(ScimState::Hidden { why: error.to_string() }),
            Err(error) => Err(error.into()),
        }
    }
}
