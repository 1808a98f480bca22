//! What a provider says, and what is made of it.

use chrono::{DateTime, Utc};
use lintel_oidc::{Finding, discovery::Vendor, preflight::Preflight};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The provider's metadata as a connection has it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct IssuerDetails {
    /// The document that the tenant stored, if it has one.
    pub stored: Option<StoredMetadata>,
    pub members: Vec<MetadataMember>,
    /// When the provider was asked.
    pub checked_at: DateTime<Utc>,
    /// Why there is no live document to compare with.
    pub live_problem: Option<String>,
    /// The key set behind the live document.
    pub keys: Vec<KeyRow>,
    pub key_findings: Vec<Finding>,
    /// The keys that were seen since Lintel looks, by sign-ins and checks.
    pub keys_seen: Vec<SeenRow>,
    /// The values that the metadata had and has not any more.
    pub values_gone: Vec<SeenRow>,
}

/// Something of a provider, over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SeenRow {
    /// `kid`, or a member of the metadata.
    pub name: String,
    /// The thumbprint of a key (RFC 7638), or the value.
    pub value: String,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    /// Absent where it is there.
    pub gone: Option<DateTime<Utc>>,
}

/// Where a stored metadata document comes from, as far as the history tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct StoredMetadata {
    pub origin: MetadataOrigin,
    /// When it was stored or changed; absent where that was not done here.
    pub at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MetadataOrigin {
    /// The tenant read it at the discovery URL.
    DiscoveryUrl,
    /// A save put it there, or changed it.
    Saved,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MetadataMember {
    pub name: String,
    /// What a sign-in uses.
    pub value: Option<Value>,
    pub origin: MemberOrigin,
    pub live: Option<Value>,
    /// The provider says something else now.
    pub differs: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MemberOrigin {
    /// From the provider's document, as the tenant stored it.
    Discovered,
    /// The connection says something else than the document.
    Overridden,
    /// Nobody says it, and the specification does.
    Default,
    Absent,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct KeyRow {
    pub kid: Option<String>,
    pub kty: Option<String>,
    pub alg: Option<String>,
    pub usage: Option<String>,
    /// `2048 bits`, `P-256`.
    pub size: Option<String>,
    /// RFC 7638, SHA-256.
    pub thumbprint: Option<String>,
    /// Of the first certificate of its chain.
    pub certificate_expires: Option<DateTime<Utc>>,
    /// Whether it can verify a signature.
    pub usable: bool,
}

/// A metadata document that may take the place of the stored one.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DocumentCheck {
    /// Absent where there is no document that could be read.
    pub document: Option<Map<String, Value>>,
    pub front_channel: ChannelCheck,
    pub back_channel: ChannelCheck,
    /// What it would change.
    pub changes: Vec<MemberChange>,
}

/// A member of the stored metadata that another document would change.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MemberChange {
    pub name: String,
    pub stored: Option<Value>,
    pub new: Option<Value>,
    /// The connection says something of its own, and sign-ins go on with that.
    pub overridden: bool,
}

/// The live check of what stands in the discovery URL field.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ProviderCheck {
    pub found: Option<FoundProvider>,
    /// Every URL tried, in order, with what came of it.
    pub tried: Vec<TriedUrl>,
    pub front_channel: ChannelCheck,
    pub back_channel: ChannelCheck,
    pub elapsed_ms: u32,
}

/// A document that was found and parsed, sound or not.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct FoundProvider {
    /// Where the document is, after redirects are left out of account: the URL to save.
    pub discovery_url: String,
    pub issuer: Option<String>,
    /// Whether the issuer is the URL without the well-known path (a trailing slash aside).
    pub issuer_matches_url: bool,
    pub authorization_endpoint: Option<String>,
    pub token_endpoint: Option<String>,
    pub userinfo_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    /// What a connection would likely use first, what no sign-in accepts last.
    pub signing_algorithms: Vec<String>,
    /// How its token endpoint lets clients authenticate, as far as it says.
    pub auth_methods: Vec<String>,
    /// What client assertions may be signed with, as far as it says.
    pub auth_signing_algorithms: Vec<String>,
    /// What DPoP proofs may be signed with; empty when it advertises no DPoP.
    pub dpop_algorithms: Vec<String>,
    /// Keys that can verify a signature; absent when the key set could not be read.
    pub usable_keys: Option<u32>,
    /// Empty when the provider advertises none.
    pub pkce_methods: Vec<String>,
    pub scopes: Vec<String>,
    /// Where the URL, the issuer or the document tells, for the guide beside the form.
    pub vendor: Option<Vendor>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TriedUrl {
    pub url: String,
    /// `200`, `404 Not Found`, `the name cannot be resolved`, …
    pub outcome: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ChannelCheck {
    /// A sign-in can succeed.
    pub usable: bool,
    /// Why the document will not do, in one sentence. Absent where it will, be it that a sign-in fails for another reason: that is a
    /// finding of the weight error.
    pub refusal: Option<String>,
    /// Required members that are absent, null or empty.
    pub missing: Vec<String>,
    /// Members that are present but cannot be used, each as `member(reason)`.
    pub invalid: Vec<String>,
    /// What matters on this channel. There is no list of all: what only the other channel needs is no fault of a provider.
    pub findings: Vec<Finding>,
}

/// A preflight has come further; the whole of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PreflightProgress {
    pub ticket: String,
    pub preflight: Preflight,
}
