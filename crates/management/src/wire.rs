//! What else goes over the wire, besides connections: applications, users, keys, custom domains, tokens, errors.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An application, which the API calls a client. Members not named here are in `other` and go back as they came.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Application {
    pub client_id: String,
    #[serde(default)]
    pub name: String,
    /// `regular_web`, `spa`, `native`, `non_interactive` and others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_type: Option<String>,
    /// The redirect URIs it may use.
    #[serde(default)]
    pub callbacks: Vec<String>,
    /// Shown once at creation, later only with `read:client_keys`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application")
            .field("client_id", &self.client_id)
            .field("name", &self.name)
            .field("app_type", &self.app_type)
            .finish_non_exhaustive()
    }
}

impl Application {
    /// As [`Connection::unreadable`](crate::Connection::unreadable).
    pub fn unreadable(&self) -> Option<&str> {
        unreadable(&self.other)
    }
}

/// Of a connection, its ID alone.
#[derive(Debug, Deserialize)]
pub(crate) struct ConnectionId {
    pub(crate) id: String,
}

/// Of a connection, what it is called.
#[derive(Debug, Clone, Deserialize)]
pub struct NamedConnection {
    pub id: String,
    pub name: String,
    pub display_name: Option<String>,
}

/// A user. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// `oidc|CONNECTION|SUBJECT` for a user of an OpenID Connect connection.
    pub user_id: String,
    #[serde(default)]
    pub identities: Vec<Identity>,
    #[serde(default)]
    pub logins_count: u64,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    pub connection: String,
    pub provider: String,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl User {
    /// What the tenant writes of a user by itself, and no login.
    pub const OWN: [&str; 10] = [
        "user_id",
        "identities",
        "created_at",
        "updated_at",
        "last_login",
        "logins_count",
        "last_ip",
        "app_metadata",
        "user_metadata",
        "blocked",
    ];

    /// A string attribute.
    pub fn text(&self, attribute: &str) -> Option<&str> {
        self.other.get(attribute)?.as_str()
    }

    /// As [`Connection::unreadable`](crate::Connection::unreadable).
    pub fn unreadable(&self) -> Option<&str> {
        self.identities.is_empty().then(|| unreadable(&self.other))?
    }
}

/// A key that a connection signs its client assertions with (`private_key_jwt`). Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectionKey {
    pub kid: String,
    /// The certificate of the public half, in PEM.
    pub cert: String,
    /// SHA-1 of the certificate, in pairs of hexadecimal digits with colons between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// The key that signs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_since: Option<String>,
    /// The key that a rotation makes current.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub next: bool,
    /// The key that signed until the last rotation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub previous: bool,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl ConnectionKey {
    /// As [`Connection::unreadable`](crate::Connection::unreadable), without the key's ID.
    pub fn unreadable(&self) -> Option<&str> {
        unreadable(&self.other)
    }
}

/// A domain of one's own that the tenant answers at. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomDomain {
    pub custom_domain_id: String,
    pub domain: String,
    /// `pending_verification`, `ready` or `failed`.
    pub status: String,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl CustomDomain {
    /// As [`Connection::unreadable`](crate::Connection::unreadable).
    pub fn unreadable(&self) -> Option<&str> {
        unreadable(&self.other)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct EnabledClient {
    pub(crate) client_id: String,
}

#[derive(Deserialize)]
pub(crate) struct Token {
    pub(crate) access_token: String,
    pub(crate) expires_in: u64,
    /// What was granted (RFC 6749, section 5.1), space separated.
    #[serde(default)]
    pub(crate) scope: String,
}

/// An error of the token endpoint (RFC 6749, section 5.2).
#[derive(Debug, Deserialize)]
pub(crate) struct TokenErrorBody {
    pub(crate) error: String,
    #[serde(default)]
    pub(crate) error_description: String,
}

/// An error of the API.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErrorBody {
    pub(crate) message: String,
    pub(crate) error_code: Option<String>,
}

pub(crate) fn unreadable(other: &Map<String, Value>) -> Option<&str> {
    other.get("unreadable")?.as_str()
}
