//! What one connection is, wherever it is: on a tenant or in a file.

use lintel_management::scim::ScimConfiguration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Of the API's object, where the applications stand in it.
pub(crate) const ENABLED_CLIENTS: &str = "enabled_clients";

/// Connections, and where they are from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bundle {
    /// The domain of the tenant; none where a format does not tell.
    pub tenant: Option<String>,
    /// When it was read (RFC 3339).
    pub at: Option<String>,
    pub connections: Vec<ConnectionDocument>,
}

/// All that belongs to one connection and can be written elsewhere. What is `None` is not managed by whoever wrote it: it stays as it is
/// where the document is brought.
#[derive(Clone, Default, PartialEq)]
pub struct ConnectionDocument {
    pub name: String,
    /// The members of the API's own object, those that nobody here knows included, without `name`.
    pub members: Map<String, Value>,
    /// The applications that may use it. None of them is `Some` and empty.
    pub applications: Option<Vec<NamedApplication>>,
    /// Inbound SCIM. That it is off is `Some(None)`.
    pub scim: Option<Option<ScimConfiguration>>,
    pub organizations: Option<Vec<OrganizationUse>>,
}

/// An application by what a file may know of it. One of the two is there. Both are the same text where a file has one word for either:
/// auth0-deploy-cli writes names, and IDs where it does not know the names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedApplication {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl NamedApplication {
    /// The words of `enabled_clients`, and what was expected where it is no list of them.
    pub(crate) fn enabled(connection: &mut Map<String, Value>) -> Result<Option<Vec<NamedApplication>>, &'static str> {
        match connection.shift_remove(ENABLED_CLIENTS) {
            None => Ok(None),
            Some(Value::Array(words)) if words.iter().all(Value::is_string) => {
                let word = |word: &Value| word.as_str().map(str::to_owned);
                Ok(Some(words.iter().map(|it| NamedApplication { client_id: word(it), name: word(it) }).collect()))
            }
            Some(_) => Err("a list of applications"),
        }
    }
}

/// How an organization uses the connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationUse {
    /// The organization's name, which is unique in a tenant.
    pub name: String,
    pub assign_membership_on_login: bool,
    pub show_as_button: bool,
}

impl ConnectionDocument {
    /// Of the API's object; none where it has no name.
    pub fn of(mut connection: Map<String, Value>) -> Option<Self> {
        match connection.shift_remove("name")? {
            Value::String(name) => Some(ConnectionDocument { name, members: connection, ..Self::default() }),
            _ => None,
        }
    }

    /// The API's object.
    pub fn connection(&self) -> Map<String, Value> {
        let name = ("name".to_owned(), self.name.clone().into());
        [name].into_iter().chain(self.members.clone()).collect()
    }

    pub fn id(&self) -> Option<&str> {
        self.text("id")
    }

    pub fn strategy(&self) -> Option<&str> {
        self.text("strategy")
    }

    pub fn options(&self) -> Option<&Map<String, Value>> {
        self.members.get("options")?.as_object()
    }

    pub fn options_mut(&mut self) -> Option<&mut Map<String, Value>> {
        self.members.get_mut("options")?.as_object_mut()
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.members.get(member)?.as_str()
    }
}

impl std::fmt::Debug for ConnectionDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectionDocument").field("name", &self.name).finish_non_exhaustive()
    }
}
