use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::check_result::CheckResult;
use crate::{Channel, Finding, Secret, http::ServerClock};

/// What a sign-in that came to an ID token leaves, by which it can be judged again with other settings. Of the token, its header and
/// claims, and what its keys said of it; the token itself where it was asked for alone, and then in memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub channel: Channel,
    pub header: Map<String, Value>,
    pub claims: Map<String, Value>,
    /// What was found of the signing key, the signature and `at_hash`, whichever of the algorithms the connection allows.
    pub by_keys: Vec<(CheckResult, Option<Finding>)>,
    /// The key set as it came (RFC 7517).
    pub keys: Value,
    pub jwks_uri: String,
    /// When it was judged.
    pub now: DateTime<Utc>,
    pub clock: Option<ServerClock>,
    /// The nonce that was sent.
    pub nonce: Option<String>,
    pub userinfo: Option<Map<String, Value>>,
    pub userinfo_endpoint: Option<String>,
    pub scope: String,
    pub connection_id: String,
    pub connection_strategy: String,
    pub ends_sessions: bool,
    /// The settings by which it was judged.
    pub judged_by: JudgedBy,
    #[serde(skip)]
    pub id_token: Option<Secret>,
    #[serde(skip)]
    pub access_token: Option<Secret>,
}

/// Settings that what is kept of a sign-in can be judged by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedBy {
    pub issuer: String,
    /// Which is the audience.
    pub client_id: String,
    /// Empty for any that a connection can take.
    pub algorithms: Vec<String>,
    pub leeway_seconds: u32,
    /// Whether the nonce that was sent is to come back.
    pub nonce: bool,
    /// As `options.attribute_map` of a connection.
    pub attribute_map: Map<String, Value>,
}
