//! Files that are taken for connections, and whose they are.

use serde_json::Value;

use crate::{reading::Unreadable, writing::File};

/// Members that together are one tool's, and what has them.
const MARKS: [(&[&str], &str); 10] = [
    (&["issuer", "authorization_endpoint"], "the metadata of a provider"),
    (&["keys"], "a set of keys"),
    (&["realm", "clients"], "a realm of Keycloak"),
    (&["realm", "identityProviders"], "a realm of Keycloak"),
    (&["info", "item"], "a collection of Postman"),
    (&["log"], "a recording of a browser (HAR)"),
    (&["terraform_version"], "a state or a plan of Terraform"),
    (&["openapi"], "the description of an API (OpenAPI)"),
    (&["apiVersion", "kind"], "a manifest of Kubernetes"),
    (&["format", "version"], "a file of another format"),
];

/// That nothing is in it, and what it is instead as far as that can be told.
pub(crate) fn no_connections(file: &File, value: Option<&Value>) -> Unreadable {
    let path = file.path.clone();
    let has = |marks: &&(&[&str], &str)| value.is_some_and(|value| marks.0.iter().all(|it| value.get(it).is_some()));
    let what = match MARKS.iter().find(has) {
        Some((_, what)) => Some(*what),
        None => file.text.trim_start().starts_with('<').then_some("XML or HTML"),
    };
    match what {
        Some(what) => Unreadable::OtherTool { path, what: what.to_owned() },
        None => Unreadable::NoConnections { path },
    }
}
