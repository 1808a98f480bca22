//! What the log tells of a code that an application brought.

use serde_json::{Map, Value, json};

use super::error::OAuthError;
use crate::{
    TenantState,
    sign_in_log::{Party, SignInEvent, SignInLogEntry},
    state::Grant,
    store::ApplicationRecord,
};

/// What became known of an exchange.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    pub(super) application: Option<ApplicationRecord>,
    pub(super) grant: Option<Box<Grant>>,
    pub(super) user: Option<Map<String, Value>>,
}

pub(super) async fn write(state: &TenantState, party: Party, exchange: Exchange, refusal: Option<&OAuthError>) {
    let connection = match &exchange.grant {
        Some(grant) => state.store.connection(&grant.connection_id).await.ok().flatten(),
        None => None,
    };
    let details = refusal.map(|error| {
        let error = json!({ "message": error.description, "oauthError": error.error, "type": "oauth-authorization" });
        ("error".to_owned(), error)
    });
    let organization = exchange.grant.as_ref().and_then(|grant| grant.organization.clone());
    let entry = SignInLogEntry {
        event: if refusal.is_some() { SignInEvent::ExchangeFailed } else { SignInEvent::CodeExchanged },
        party: Party { organization, ..party },
        description: refusal.map(|error| error.description.clone()).unwrap_or_default(),
        connection,
        user: exchange.user,
        details: details.into_iter().collect(),
    };
    entry.write(state).await;
}
