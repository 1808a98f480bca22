//! Who is provisioned, and the body that says so.

use serde_json::{Value, json};

use crate::schema::{ENTERPRISE, USER};

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

impl Person {
    fn display_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

/// The body of the POST that creates this person.
pub fn user(client: Client, person: &Person) -> Value {
    let Person { external_id, user_name, given_name, family_name } = person;
    match client {
        Client::Entra | Client::EntraFlag => json!({
            "schemas": [USER, ENTERPRISE],
            "externalId": external_id,
            "userName": user_name,
            "active": true,
            "displayName": person.display_name(),
            "emails": [{ "primary": true, "type": "work", "value": user_name }],
            "meta": { "resourceType": "User" },
            "name": { "formatted": person.display_name(), "familyName": family_name, "givenName": given_name },
            "title": "Pilot",
            "addresses": [{ "type": "work", "locality": "Bristol", "country": "GB" }],
            "phoneNumbers": [{ "type": "work", "value": "+44 117 496 0101" }],
            ENTERPRISE: { "employeeNumber": "4711", "department": "Pilots" },
            "roles": [],
        }),
        Client::Okta => json!({
            "schemas": [USER],
            "userName": user_name,
            "name": { "givenName": given_name, "familyName": family_name },
            "emails": [{ "primary": true, "value": user_name, "type": "work" }],
            "displayName": person.display_name(),
            "locale": "en-US",
            "externalId": external_id,
            "groups": [],
            "password": "Xy12-not-kept",
            "active": true,
        }),
    }
}
