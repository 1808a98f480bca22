//! Inbound SCIM of a connection, as the tenant has it; one way for every tenant.

use lintel_management::{Connection, ScimConfiguration, ScimToken};
use lintel_oidc::discovery::{Vendor, vendor};
use url::Url;

use super::{findings, settings};
use crate::{
    Console,
    view::{Problem, ScimProvider, ScimState, ScimTokenRow, ScimView},
};

const READ: &str = "read:scim_config";
const READ_TOKENS: &str = "read:scim_token";
/// So many tests are looked at for what they say of the subject.
const TESTS: u32 = 2;
/// What something on the page needs, beside [`READ`].
const WANTED: [&str; 7] = [
    "create:scim_config",
    "update:scim_config",
    "delete:scim_config",
    READ_TOKENS,
    "create:scim_token",
    "delete:scim_token",
    "read:logs",
];

impl Console {
    /// Read afresh.
    pub async fn scim(&self, connection_id: &str) -> Result<ScimState, Problem> {
        let lacking = self.lacking_scopes().await?;
        // Where it is not granted, no answer says that there is none.
        if lacking.contains(&READ) {
            return Ok(ScimState::Hidden { lacking: READ.to_owned() });
        }
        match self.client.scim_configuration(connection_id).await {
            Ok(configuration) => self.scim_state(connection_id, configuration, &lacking).await,
            Err(error) if error.status() == Some(403) => Ok(ScimState::Hidden { lacking: READ.to_owned() }),
            Err(error) => Err(self.refused(connection_id, error)),
        }
    }

    async fn scim_state(
        &self,
        connection_id: &str,
        configuration: Option<ScimConfiguration>,
        lacking: &[&str],
    ) -> Result<ScimState, Problem> {
        let connection =
            self.client.connection(connection_id).await.map_err(|error| self.refused(connection_id, error))?;
        let provider = provider_of(&connection);
        let trials = self.results.newest(connection_id, TESTS).await;
        let mut findings = findings::of_connection(&connection, provider, &trials);
        let named = |scopes: &[&str]| {
            scopes.iter().filter(|scope| lacking.contains(scope)).map(|scope| (*scope).to_owned()).collect()
        };
        let Some(configuration) = configuration else {
            // Whether logins leave profiles alone matters once SCIM writes them.
            let findings = findings.into_iter().filter(|finding| finding.fix.is_none()).collect();
            return Ok(ScimState::Off { findings, lacking: named(&WANTED[..1]) });
        };
        let tokens = match lacking.contains(&READ_TOKENS) {
            true => None,
            false => match self.client.scim_tokens(connection_id).await {
                Ok(tokens) => Some(tokens.into_iter().map(token_row).collect::<Vec<_>>()),
                Err(error) if error.status() == Some(403) => None,
                Err(error) => return Err(error.into()),
            },
        };
        findings.extend(findings::of_tokens(tokens.iter().flatten(), provider));
        let scim = ScimView {
            endpoint: self.scim_endpoint(connection_id),
            settings: settings::of(&configuration),
            tokens,
            provider,
            lacking: named(&WANTED),
            findings,
        };
        Ok(ScimState::On { scim: Box::new(scim) })
    }

    /// Of the scopes for SCIM, those that the credentials do not have; none where that is not known.
    async fn lacking_scopes(&self) -> Result<Vec<&'static str>, Problem> {
        let granted = self.client.scopes().await?;
        if granted.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = std::iter::once(READ).chain(WANTED);
        Ok(wanted.filter(|wanted| !granted.iter().any(|scope| scope == wanted)).collect())
    }

    pub(super) fn scim_endpoint(&self, connection_id: &str) -> String {
        format!("{}/scim/v2/connections/{connection_id}", self.url())
    }
}

/// Who provisions, by where people of the connection sign in.
fn provider_of(connection: &Connection) -> ScimProvider {
    let options = connection.options.as_ref().map(|options| &options.0);
    let address = |member: &str| Url::parse(options?.get(member)?.as_str()?).ok();
    let issuer = options.and_then(|options| options.get("issuer")?.as_str());
    match vendor(address("discovery_url").as_ref(), issuer, None) {
        Some(Vendor::EntraId) => ScimProvider::Entra,
        Some(Vendor::Okta) => ScimProvider::Okta,
        _ => ScimProvider::Other,
    }
}

fn token_row(token: ScimToken) -> ScimTokenRow {
    ScimTokenRow {
        id: token.token_id,
        scopes: token.scopes,
        created_at: token.created_at,
        valid_until: token.valid_until,
        last_used_at: token.last_used_at,
    }
}
