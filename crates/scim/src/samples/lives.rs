//! The requests that a provider sends, in their order.

use serde_json::{Value, json};

use super::{
    person::{Client, Person, user},
    request::{Request, patch, percent, request},
};
use crate::schema::{ENTERPRISE, GROUP};

/// A person's life: looked for, created, found, changed, deactivated, deleted.
pub fn life(client: Client, person: &Person) -> Vec<Request> {
    match client {
        Client::Entra | Client::EntraFlag => entra(client, person),
        Client::Okta => okta(person),
    }
}

/// A group's: looked for, created, members in and out, deleted. `{id}` is the group's, `member` the id of a user.
pub fn group_life(client: Client, name: &str, member: &str) -> Vec<Request> {
    let (space, named) = (space(client), format!("displayName eq {}", Value::from(name)));
    let by_path = json!({ "op": "remove", "path": format!("members[value eq {}]", Value::from(member)) });
    let (create, add, remove) = match client {
        Client::Entra | Client::EntraFlag => (
            json!({
                "schemas": [GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
                "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
                "displayName": name,
                "meta": { "resourceType": "Group" },
            }),
            json!({ "op": op(client, "add"), "path": "members", "value": [{ "$ref": null, "value": member }] }),
            match client {
                Client::Entra => {
                    json!({ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": member }] })
                }
                _ => by_path,
            },
        ),
        Client::Okta => (
            json!({ "schemas": [GROUP], "displayName": name, "members": [] }),
            json!({ "op": "add", "path": "members", "value": [{ "value": member, "display": member }] }),
            by_path,
        ),
    };
    let renamed = format!("{name} 2");
    let rename = match client {
        Client::Okta => json!({ "op": "replace", "value": { "id": "{id}", "displayName": renamed } }),
        _ => json!({ "op": op(client, "replace"), "path": "displayName", "value": renamed }),
    };
    let (excluded, whole) = match client {
        Client::Okta => (format!("filter={}&startIndex=1&count=100", percent(&named, space)), ""),
        _ => (format!("excludedAttributes=members&filter={}", percent(&named, space)), "excludedAttributes=members"),
    };
    vec![
        request("Look for the group", "GET", "/Groups", 200).asking(excluded),
        request("Create the group", "POST", "/Groups", 201).saying(create),
        request("Read the group", "GET", "/Groups/{id}", 200).asking(whole),
        request("Add a member", "PATCH", "/Groups/{id}", 200).saying(patch([add])),
        request("Rename the group", "PATCH", "/Groups/{id}", 200).saying(patch([rename])),
        request("Remove the member", "PATCH", "/Groups/{id}", 200).saying(patch([remove])),
        request("Delete the group", "DELETE", "/Groups/{id}", 204),
    ]
}

fn entra(client: Client, person: &Person) -> Vec<Request> {
    let find = |title, name: &str, value: &str| {
        let filter = percent(&format!("{name} eq {}", Value::from(value)), space(client));
        request(title, "GET", "/Users", 200).asking(format!("filter={filter}"))
    };
    let email = format!("new-{}", person.user_name);
    let by_path = |path: &str, value: &str| json!({ "op": op(client, "replace"), "path": path, "value": value });
    let department = format!("{ENTERPRISE}:department");
    let changes = match client {
        Client::EntraFlag => patch([
            by_path(r#"emails[type eq "work"].value"#, &email),
            json!({ "op": "replace", "value": { "displayName": "Ada O.", "name.givenName": "Adaeze", department: "Harbour" } }),
        ]),
        _ => patch([
            by_path(r#"emails[type eq "work"].value"#, &email),
            by_path("displayName", "Ada O."),
            by_path("name.givenName", "Adaeze"),
            json!({ "op": "Add", "path": department, "value": "Harbour" }),
        ]),
    };
    let active = |active: bool| {
        let value = match client {
            Client::EntraFlag => json!(active),
            _ => json!(if active { "True" } else { "False" }),
        };
        patch([json!({ "op": op(client, "replace"), "path": "active", "value": value })])
    };
    vec![
        find("Test Connection", "userName", "7d0c4a52-7f5e-4a0e-8f43-6f6a2f0d9b11"),
        find("Look for the user by externalId", "externalId", &person.external_id),
        find("Look for the user by e-mail", r#"emails[type eq "work"].value"#, &person.user_name),
        request("Create the user", "POST", "/Users", 201).saying(user(client, person)),
        find("Find the user by userName", "userName", &person.user_name),
        request("Read the user", "GET", "/Users/{id}", 200),
        request("Change the user", "PATCH", "/Users/{id}", 200).saying(changes),
        request("Deactivate the user", "PATCH", "/Users/{id}", 200).saying(active(false)),
        request("Activate the user", "PATCH", "/Users/{id}", 200).saying(active(true)),
        request("Delete the user", "DELETE", "/Users/{id}", 204),
    ]
}

fn okta(person: &Person) -> Vec<Request> {
    let filter = percent(&format!("userName eq {}", Value::from(person.user_name.as_str())), "%20");
    let find = |title| request(title, "GET", "/Users", 200).asking(format!("filter={filter}&startIndex=1&count=100"));
    let mut changed = user(Client::Okta, &Person { given_name: "Adaeze".into(), ..person.clone() });
    changed["id"] = "{id}".into();
    changed["meta"] = json!({ "resourceType": "User" });
    let active = |active: bool| patch([json!({ "op": "replace", "value": { "active": active } })]);
    vec![
        request("Probe", "GET", "/Users", 200).asking("startIndex=1&count=2"),
        find("Look for the user"),
        request("Create the user", "POST", "/Users", 201).saying(user(Client::Okta, person)),
        find("Find the user by userName"),
        request("Read the user", "GET", "/Users/{id}", 200),
        request("Change the user", "PUT", "/Users/{id}", 200).saying(changed),
        request("Deactivate the user", "PATCH", "/Users/{id}", 200).saying(active(false)),
        request("Activate the user", "PATCH", "/Users/{id}", 200).saying(active(true)),
    ]
}

/// Entra ID begins its operations with a capital, unless its address has the flag.
fn op(client: Client, op: &'static str) -> &'static str {
    match (client, op) {
        (Client::Entra, "add") => "Add",
        (Client::Entra, "replace") => "Replace",
        (_, op) => op,
    }
}

/// How a space goes over the wire.
fn space(client: Client) -> &'static str {
    if client == Client::Okta { "%20" } else { "+" }
}
