//! What a request does, in plain words.

use lintel_management::{Method, Request};
use serde_json::{Map, Value};

/// One line: `Enables 2 applications.`
pub(super) fn says(request: &Request) -> String {
    let segments: Vec<&str> = request.path.split('/').skip(3).collect();
    match (request.method, segments.as_slice()) {
        (Method::Post, ["connections"]) => match member(request, "name").and_then(Value::as_str) {
            Some(name) => format!("Creates the connection {name}."),
            None => "Creates a connection.".to_owned(),
        },
        (Method::Patch, ["connections", _]) => "Changes the connection.".to_owned(),
        (Method::Delete, ["connections", _]) => "Deletes the connection and its users.".to_owned(),
        (Method::Patch, ["connections", _, "clients"]) => switches(request),
        (Method::Post, ["connections", _, "scim-configuration"]) => "Turns on SCIM.".to_owned(),
        (Method::Patch, ["connections", _, "scim-configuration"]) => "Changes what SCIM writes where.".to_owned(),
        (Method::Delete, ["connections", _, "scim-configuration"]) => {
            "Turns off SCIM, which ends its tokens.".to_owned()
        }
        (Method::Post, ["connections", _, "scim-configuration", "tokens"]) => {
            "Makes a SCIM token, which the answer alone has.".to_owned()
        }
        (Method::Delete, ["connections", _, "scim-configuration", "tokens", _]) => {
            "Revokes the SCIM token: whoever has it is refused.".to_owned()
        }
        (Method::Post, ["connections", _, "keys"]) => "Makes the first keys of the connection.".to_owned(),
        (Method::Post, ["connections", _, "keys", "rotate"]) => {
            "Puts the next key in the place of the current one, at once.".to_owned()
        }
        (Method::Post, ["clients"]) => "Creates an application.".to_owned(),
        (Method::Patch, ["clients", _]) if member(request, "grant_types").is_some() => {
            "Changes the grants of the application.".to_owned()
        }
        (Method::Patch, ["clients", _]) if member(request, "name").is_none() => {
            "Changes the callbacks of the application.".to_owned()
        }
        (Method::Patch, ["clients", _]) => "Changes the application.".to_owned(),
        (Method::Delete, ["clients", _]) => "Deletes the application.".to_owned(),
        (Method::Delete, ["users", _]) => "Deletes the user.".to_owned(),
        (Method::Post, ["organizations"]) => "Creates an organization.".to_owned(),
        (Method::Delete, ["organizations", _]) => "Deletes the organization.".to_owned(),
        (Method::Post, ["organizations", _, "members"]) => "Adds a member to the organization.".to_owned(),
        (Method::Delete, ["organizations", _, "members"]) => "Removes a member from the organization.".to_owned(),
        (Method::Post, ["organizations", _, "enabled_connections"]) => {
            "Enables the connection for the organization.".to_owned()
        }
        (Method::Patch, ["organizations", _, "enabled_connections", _]) => {
            "Changes how the organization uses the connection.".to_owned()
        }
        (Method::Delete, ["organizations", _, "enabled_connections", _]) => {
            "Disables the connection for the organization.".to_owned()
        }
        (method, _) => format!("{method} {}", request.path),
    }
}

fn member<'a>(request: &'a Request, name: &str) -> Option<&'a Value> {
    request.body.as_ref().and_then(Value::as_object).and_then(|body: &Map<String, Value>| body.get(name))
}

fn switches(request: &Request) -> String {
    let changes = request.body.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let on = changes.iter().filter(|change| change["status"] == true).count();
    let applications = |count: usize| match count {
        1 => "1 application".to_owned(),
        count => format!("{count} applications"),
    };
    match (on, changes.len() - on) {
        (on, 0) => format!("Enables {}.", applications(on)),
        (0, off) => format!("Disables {}.", applications(off)),
        (on, off) => format!("Enables {} and disables {off}.", applications(on)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_request_of_a_change_says_what_it_does() {
        let switched = |changes: &[(&str, bool)]| {
            let changes: Vec<_> = changes.iter().map(|(id, on)| ((*id).to_owned(), *on)).collect();
            says(&Request::set_connection_clients("con_1", &changes)[0])
        };
        assert_eq!(says(&Request::create_connection(json!({ "name": "acme" }))), "Creates the connection acme.");
        assert_eq!(says(&Request::update_connection("con_1", json!({}))), "Changes the connection.");
        assert_eq!(says(&Request::delete_connection("con_1")), "Deletes the connection and its users.");
        assert_eq!(says(&Request::create_scim_configuration("con_1", None)), "Turns on SCIM.");
        assert_eq!(says(&Request::delete_scim_configuration("con_1")), "Turns off SCIM, which ends its tokens.");
        assert_eq!(
            says(&Request::revoke_scim_token("con_1", "tok_1")),
            "Revokes the SCIM token: whoever has it is refused."
        );
        assert_eq!(
            says(&Request::disable_for_organization("org_1", "con_1")),
            "Disables the connection for the organization."
        );
        assert_eq!(
            says(&Request::update_application("app", json!({ "callbacks": [] }))),
            "Changes the callbacks of the application."
        );
        assert_eq!(switched(&[("a", true)]), "Enables 1 application.");
        assert_eq!(switched(&[("a", false), ("b", false)]), "Disables 2 applications.");
        assert_eq!(switched(&[("a", true), ("b", false)]), "Enables 1 application and disables 1.");
    }
}
