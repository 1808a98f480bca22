use serde_json::{Map, Value};

use crate::{
    api::{caller::Caller, error::ApiError, fields::Fields, query::Query, scopes},
    store::ApplicationRecord,
};

/// All that `read:client_summary` shows.
const SUMMARY: [&str; 4] = ["client_id", "app_type", "name", "description"];

/// How a caller sees applications.
#[derive(Debug)]
pub(super) struct View {
    fields: Option<Fields>,
    summary_only: bool,
    with_secret: bool,
}

impl View {
    pub(super) fn of(query: &Query, caller: &Caller) -> Result<Self, ApiError> {
        Ok(View {
            fields: Some(Fields::of(query, &[], &[])?),
            summary_only: !caller.has(scopes::READ_CLIENTS) && !caller.has(scopes::READ_CLIENT_KEYS),
            with_secret: caller.has(scopes::READ_CLIENT_KEYS),
        })
    }

    /// Every member, for whoever may change them.
    pub(super) fn whole(caller: &Caller) -> Self {
        View { fields: None, summary_only: false, with_secret: caller.has(scopes::READ_CLIENT_KEYS) }
    }

    pub(super) fn show(&self, application: ApplicationRecord) -> Map<String, Value> {
        let mut shown = if self.with_secret { with_secret(application) } else { application.client };
        if self.summary_only {
            shown.retain(|name, _| SUMMARY.contains(&name.as_str()));
        }
        match &self.fields {
            Some(fields) => fields.apply(shown),
            None => shown,
        }
    }
}

pub(super) fn with_secret(application: ApplicationRecord) -> Map<String, Value> {
    let mut shown = application.client;
    if let Some(secret) = application.client_secret {
        shown.insert("client_secret".to_owned(), secret.expose().into());
    }
    shown
}
