//! Connections, for which applications each is enabled, and the keys it signs with.

use serde_json::{Value, json};

use super::{Method, Request};

/// The applications that one call enables or disables.
const ENABLEMENTS: usize = 50;

impl Request {
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

    /// Makes the first keys of a connection, current and next. `signing_alg` is `RS256` unless it is given.
    pub fn create_connection_keys(id: &str, signing_alg: Option<&str>) -> Self {
        Request::new(Method::Post, &["connections", id, "keys"]).body(asking_for(signing_alg))
    }

    /// The next key becomes current, and the current one stops at once.
    pub fn rotate_connection_keys(id: &str, signing_alg: Option<&str>) -> Self {
        Request::new(Method::Post, &["connections", id, "keys", "rotate"]).body(asking_for(signing_alg))
    }
}

fn asking_for(signing_alg: Option<&str>) -> Value {
    match signing_alg {
        Some(signing_alg) => json!({ "signing_alg": signing_alg }),
        None => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_fifty_applications_take_a_call_more() {
        let changes: Vec<_> = (0..51).map(|n| (format!("client-{n}"), true)).collect();
        let requests = Request::set_connection_clients("con_1", &changes);
        let sizes: Vec<_> =
            requests.iter().map(|one| one.body.as_ref().and_then(Value::as_array).map(Vec::len)).collect();
        assert_eq!(sizes, [Some(50), Some(1)]);
    }
}
