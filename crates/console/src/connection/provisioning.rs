//! Inbound SCIM, as the tenant has it.

use crate::{
    Console,
    view::{Problem, ScimState},
};

/// The scope that shows it.
const SCOPE: &str = "read:scim_config";

impl Console {
    /// Read afresh. A tenant that this process serves has no SCIM and is not asked.
    pub async fn scim(&self, connection_id: &str) -> Result<ScimState, Problem> {
        if self.served().is_some() {
            return Ok(ScimState::NotServed);
        }
        // Where it is not granted, no answer says that there is none.
        let granted = self.client.scopes().await?;
        if !granted.is_empty() && !granted.iter().any(|scope| scope == SCOPE) {
            return Ok(hidden());
        }
        match self.client.scim_configuration(connection_id).await {
            Ok(None) => Ok(ScimState::Off),
            Ok(Some(scim)) => Ok(ScimState::On {
                endpoint: format!("{}/scim/v2/connections/{connection_id}", self.url()),
                user_id_attribute: scim.user_id_attribute.unwrap_or_else(|| "externalId".to_owned()),
                mapped: u32::try_from(scim.mapping.len()).unwrap_or(u32::MAX),
            }),
            Err(error) if error.status() == Some(403) => Ok(hidden()),
            Err(error) => Err(error.into()),
        }
    }
}

fn hidden() -> ScimState {
    ScimState::Hidden {
        why: format!(
            "Whether SCIM is on cannot be seen: the credentials lack {SCOPE}. Grant it to the machine-to-machine application in the \
             Auth0 Dashboard, then open the tenant again."
        ),
    }
}
