use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Members that the API fills from `oidc_metadata` where a connection does not say them itself.
pub const FROM_METADATA: [&str; 5] =
    ["issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];

/// Members of `oidc_metadata` that the API stores as false where the document lacks them.
pub const FALSE_IN_METADATA: [&str; 4] = [
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
];

/// `options` of a connection with strategy `oidc`: the whole object, known members and unknown ones, in their order.
///
/// The getters read one member each, as it stands, and answer `None` where it is absent, null or of another type. What the
/// members mean is not known here.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Options(pub Map<String, Value>);

impl Options {
    pub fn client_id(&self) -> Option<&str> {
        self.text("client_id")
    }

    pub fn client_secret(&self) -> Option<&str> {
        self.text("client_secret")
    }

    pub fn discovery_url(&self) -> Option<&str> {
        self.text("discovery_url")
    }

    pub fn issuer(&self) -> Option<&str> {
        self.text("issuer")
    }

    /// The metadata that the tenant stored when it last fetched the discovery document.
    pub fn oidc_metadata(&self) -> Option<&Map<String, Value>> {
        self.0.get("oidc_metadata").and_then(Value::as_object)
    }

    pub fn attribute_map(&self) -> Option<&Map<String, Value>> {
        self.0.get("attribute_map").and_then(Value::as_object)
    }

    /// A string member that is there and not empty.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member)?.as_str().filter(|text| !text.is_empty())
    }
}

/// Without the client secret.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.0 {
            if name == "client_secret" {
                map.entry(name, &"***");
            } else {
                map.entry(name, value);
            }
        }
        map.finish()
    }
}
