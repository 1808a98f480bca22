//! `upstream_params` of a connection: what its authorization requests carry beside the protocol's own parameters.

use serde_json::{Map, Value};

use crate::Channel;

/// The parameters of an application's request that a connection can pass on. Nothing is passed on unasked: what Auth0 does
/// with a `login_hint` that no connection mentions is not documented.
pub const UPSTREAM_ALIASES: [&str; 12] = [
    "acr_values",
    "audience",
    "client_id",
    "display",
    "id_token_hint",
    "login_hint",
    "max_age",
    "prompt",
    "resource",
    "response_mode",
    "response_type",
    "ui_locales",
];

/// What a sign-in over this channel writes itself, whether or not this one sends it: another value would take its protection
/// away. The back channel asks for no `response_mode`, so a connection may.
pub fn reserved_parameters(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::FrontChannel => &RESERVED,
        Channel::BackChannel => &RESERVED[1..],
    }
}

const RESERVED: [&str; 9] = [
    "response_mode",
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];

/// One parameter under the name that the provider gets it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamParam {
    pub name: String,
    pub value: UpstreamValue,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpstreamValue {
    /// Always this.
    Static(String),
    /// What the application sent under this name, one of [`UPSTREAM_ALIASES`].
    Alias(String),
}

impl UpstreamParam {
    /// Reads `upstream_params`; what is neither a value nor an alias is no parameter.
    pub fn all_from_json(params: Option<&Map<String, Value>>) -> Vec<Self> {
        let value = |param: &Value| {
            let text = |member: &str| param.get(member)?.as_str().map(str::to_owned);
            text("value").map(UpstreamValue::Static).or_else(|| text("alias").map(UpstreamValue::Alias))
        };
        params
            .into_iter()
            .flatten()
            .filter_map(|(name, param)| Some(UpstreamParam { name: name.clone(), value: value(param)? }))
            .collect()
    }

    /// Whether the value is a token, which a trace must not show.
    pub(super) fn is_token(&self) -> bool {
        self.name == "id_token_hint" || self.value == UpstreamValue::Alias("id_token_hint".to_owned())
    }
}
