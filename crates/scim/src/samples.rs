//! Users and requests as providers send them, with invented people.

use serde_json::Value;

/// Whose requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    Entra,
    /// Entra ID with `aadOptscim062020` on its address.
    EntraFlag,
    Okta,
}

/// Who is provisioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub external_id: String,
    pub user_name: String,
    pub given_name: String,
    pub family_name: String,
}

/// One request. `{id}` in path and body stands for the id that the first answer gave: see [`Request::with_id`].
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What it is for: "Find by user name".
    pub title: &'static str,
    pub method: &'static str,
    /// Below the base: `/Users/{id}`.
    pub path: String,
    /// As it goes over the wire, without `?`; empty where there is none.
    pub query: String,
    pub body: Option<Value>,
    /// The status that the client goes on after.
    pub status: u16,
}

impl Default for Person {
    fn default() -> Self {
        Self {
            external_id: "5f7e0c1a-2b7d-4c52-9a63-0d7f3f1e8a11".into(),
            user_name: "ada@harbour.example".into(),
            given_name: "Ada".into(),
            family_name: "Okafor".into(),
        }
    }
}

impl Request {
    /// With the id in its place, percent-encoded in the path.
    pub fn with_id(&self, id: &str) -> Self {
        todo!("{id}")
    }
}

/// The body of the POST that creates this person.
pub fn user(client: Client, person: &Person) -> Value {
    todo!("{client:?} {person:?}")
}

/// A person's life: looked for, created, found, changed, deactivated, deleted.
pub fn life(client: Client, person: &Person) -> Vec<Request> {
    todo!("{client:?} {person:?}")
}

/// A group's: looked for, created, members in and out, deleted. `{id}` is the group's, `member` the id of a user.
pub fn group_life(client: Client, name: &str, member: &str) -> Vec<Request> {
    todo!("{client:?} {name} {member}")
}
