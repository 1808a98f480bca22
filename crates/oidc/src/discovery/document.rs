use serde_json::{Map, Value};
use url::Url;

use crate::json::{self, BYTE_ORDER_MARK, Json, JsonError, NoJson, Repeat, a_json_type};

/// A discovery document as it was served: every member, known or not, in its order and with whatever type it has.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscoveryDocument {
    members: Map<String, Value>,
    byte_order_mark: bool,
    repeated: Vec<Repeat>,
}

/// Why a text is no discovery document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error(transparent)]
    NoJson(#[from] NoJson),
    #[error("The document is {} and not a JSON object.", a_json_type(.0))]
    NotAnObject(Value),
}

/// The members that a sign-in reads. Of two values of one of them, another reader may take the other.
const READ: [&str; 8] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "code_challenge_methods_supported",
    "dpop_signing_alg_values_supported",
    "authorization_response_iss_parameter_supported",
];

impl DiscoveryDocument {
    pub fn parse(bytes: &[u8]) -> Result<Self, DocumentError> {
        let Json { value, repeated } = json::read(bytes)?;
        if let Some(repeat) = repeated.iter().find(|repeat| READ.contains(&repeat.member.as_str())) {
            return Err(NoJson::from(JsonError::from(repeat.clone())).into());
        }
        match value {
            Value::Object(members) => {
                Ok(DiscoveryDocument { members, byte_order_mark: bytes.starts_with(BYTE_ORDER_MARK), repeated })
            }
            other => Err(DocumentError::NotAnObject(other)),
        }
    }

    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    pub fn into_members(self) -> Map<String, Value> {
        self.members
    }

    pub fn get(&self, member: &str) -> Option<&Value> {
        self.members.get(member)
    }

    /// The member where it is a string and not empty.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.get(member)?.as_str().filter(|text| !text.is_empty())
    }

    /// The member where it is an absolute http or https URL.
    pub fn url(&self, member: &str) -> Option<Url> {
        let url = Url::parse(self.text(member)?).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    /// The strings of an array member; absent where the member is absent, empty or no array.
    pub fn list(&self, member: &str) -> Option<Vec<&str>> {
        let list: Vec<&str> = self.get(member)?.as_array()?.iter().filter_map(Value::as_str).collect();
        (!list.is_empty()).then_some(list)
    }

    /// Whether the member is an array with an object in it, as `keys` of a key set is.
    pub(crate) fn list_of_objects(&self, member: &str) -> bool {
        self.get(member).and_then(Value::as_array).is_some_and(|items| items.iter().any(Value::is_object))
    }

    pub fn issuer(&self) -> Option<&str> {
        self.text("issuer")
    }

    /// Where the document is taken to come from: `served`, the URL that answered; for a saved one its issuer.
    pub(crate) fn home(&self, served: Option<&Url>) -> Option<Url> {
        served.cloned().or_else(|| self.url("issuer"))
    }

    /// Whether the file began with a byte order mark, which RFC 8259, section 8.1, forbids.
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// What comes more than once, and is not read for a sign-in.
    pub(crate) fn repeated(&self) -> &[Repeat] {
        &self.repeated
    }

    /// Whether this is provider metadata at all, however incomplete.
    pub(crate) fn is_provider_metadata(&self) -> bool {
        ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]
            .iter()
            .any(|member| self.members.contains_key(*member))
    }
}
