//! A request as a value: what is planned is what is shown, sent and written down.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::{organization::OrganizationSwitches, scim::ScimPair};

/// The applications that one call enables or disables.
const ENABLEMENTS: usize = 50;

/// All but what a URL takes unencoded anywhere (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One request to a tenant's Management API, without the tenant and without the token. It prints without its body, which may hold
/// secrets.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub method: Method,
    /// Below the tenant's address, percent-encoded: `/api/v2/connections/con_1`.
    pub path: String,
    /// Name and value of each parameter, not encoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Request {
    /// `below` are the segments below `/api/v2`, as they are.
    pub fn new(method: Method, below: &[&str]) -> Self {
        let mut path = "/api/v2".to_owned();
        for segment in below {
            path.push('/');
            path.extend(utf8_percent_encode(segment, RESERVED));
        }
        Request { method, path, query: Vec::new(), body: None }
    }

    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Where it goes on the tenant at `base`.
    pub fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&self.path);
        url.set_query(None);
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        url
    }

    pub fn create_connection(body: Value) -> Self {
        Request::new(Method::Post, &["connections"]).body(body)
    }

    /// Whether a connection comes of it, whose ID is in the answer.
    pub fn creates_connection(&self) -> bool {
        self.method == Method::Post && self.path == "/api/v2/connections"
    }

    /// Members at the top are merged by the tenant; `options` are replaced whole.
    pub fn update_connection(id: &str, body: Value) -> Self {
        Request::new(Method::Patch, &["connections", id]).body(body)
    }

    pub fn delete_connection(id: &str) -> Self {
        Request::new(Method::Delete, &["connections", id])
    }

    /// Enables (`true`) or disables the connection for these applications, in as many calls as that takes; the others keep what
    /// they have.
    pub fn set_connection_clients(id: &str, changes: &[(String, bool)]) -> Vec<Self> {
        let change = |(client_id, status): &(String, bool)| json!({ "client_id": client_id, "status": status });
        let request = |batch: &[(String, bool)]| {
            Request::new(Method::Patch, &["connections", id, "clients"]).body(batch.iter().map(change).collect())
        };
        changes.chunks(ENABLEMENTS).map(request).collect()
    }

    /// One of these as two with half the applications each, or the client ID of the one application that it names.
    pub(crate) fn halves(&self) -> Result<[Self; 2], String> {
        let changes = self.body.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if let [] | [_] = changes {
            let client_id = changes.first().and_then(|change| change["client_id"].as_str());
            return Err(client_id.unwrap_or_default().to_owned());
        }
        let (first, rest) = changes.split_at(changes.len() / 2);
        Ok([first, rest].map(|half| self.clone().body(half.into())))
    }

    /// Enables the connection for the organization.
    pub fn enable_for_organization(organization_id: &str, connection_id: &str, switches: OrganizationSwitches) -> Self {
        let OrganizationSwitches { assign_membership_on_login, show_as_button } = switches;
        Request::new(Method::Post, &["organizations", organization_id, "enabled_connections"]).body(json!({
            "connection_id": connection_id,
            "assign_membership_on_login": assign_membership_on_login,
            "show_as_button": show_as_button,
        }))
    }

    /// Changes how the organization uses a connection that is enabled for it.
    pub fn update_organization_connection(
        organization_id: &str,
        connection_id: &str,
        switches: OrganizationSwitches,
    ) -> Self {
        let OrganizationSwitches { assign_membership_on_login, show_as_button } = switches;
        Request::new(Method::Patch, &["organizations", organization_id, "enabled_connections", connection_id])
            .body(json!({ "assign_membership_on_login": assign_membership_on_login, "show_as_button": show_as_button }))
    }

    /// The organization's members sign in through the connection no longer.
    pub fn disable_for_organization(organization_id: &str, connection_id: &str) -> Self {
        Request::new(Method::Delete, &["organizations", organization_id, "enabled_connections", connection_id])
    }

    /// Switches inbound SCIM on: with these settings, or with the tenant's own defaults.
    pub fn create_scim_configuration(id: &str, settings: Option<(&str, &[ScimPair])>) -> Self {
        let body = settings.map_or_else(|| json!({}), |(attribute, mapping)| scim_settings(attribute, mapping));
        Request::new(Method::Post, &["connections", id, "scim-configuration"]).body(body)
    }

    /// Replaces both settings.
    pub fn update_scim_configuration(id: &str, user_id_attribute: &str, mapping: &[ScimPair]) -> Self {
        let body = scim_settings(user_id_attribute, mapping);
        Request::new(Method::Patch, &["connections", id, "scim-configuration"]).body(body)
    }

    /// Switches SCIM off, which ends its tokens.
    pub fn delete_scim_configuration(id: &str) -> Self {
        Request::new(Method::Delete, &["connections", id, "scim-configuration"])
    }
}

fn scim_settings(user_id_attribute: &str, mapping: &[ScimPair]) -> Value {
    json!({ "user_id_attribute": user_id_attribute, "mapping": mapping })
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        })
    }
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_one_segment_and_a_query_is_encoded() {
        let request = Request::new(Method::Get, &["users", "oidc|acme|a/b"]).query("q", "a b&c");
        let base = Url::parse("https://acme.example/").expect("an address");
        assert_eq!(request.url(&base).as_str(), "https://acme.example/api/v2/users/oidc%7Cacme%7Ca%2Fb?q=a+b%26c");
    }

    #[test]
    fn it_prints_without_its_body() {
        let request = Request::create_connection(json!({ "options": { "client_secret": "s3cret" } }));
        assert_eq!(format!("{request:?}"), "POST /api/v2/connections");
    }

    #[test]
    fn more_than_fifty_applications_take_a_call_more() {
        let changes: Vec<_> = (0..51).map(|n| (format!("client-{n}"), true)).collect();
        let requests = Request::set_connection_clients("con_1", &changes);
        let sizes: Vec<_> =
            requests.iter().map(|one| one.body.as_ref().and_then(Value::as_array).map(Vec::len)).collect();
        assert_eq!(sizes, [Some(50), Some(1)]);
    }
}
