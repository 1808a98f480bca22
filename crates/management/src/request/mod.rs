//! A request as a value: what is planned is what is shown, sent and written down. Each request that writes has one constructor, by its
//! subject.

mod applications;
mod connections;
mod organizations;
mod scim;

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

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
    use serde_json::json;

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
}
