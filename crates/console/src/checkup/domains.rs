//! Domains of home realm discovery that more than one connection has.

use std::collections::BTreeMap;

use lintel_management::Connection;
use lintel_oidc::Severity;
use lintel_tenant::realm;

use super::CheckupFinding;
use crate::experience::domains::{key, shown};

/// By the key of a domain, the names of the connections that have it.
pub(super) type Held = BTreeMap<String, Vec<String>>;

pub(super) fn held(connections: &[Connection]) -> Held {
    let mut held = Held::new();
    for connection in connections {
        for domain in realm::domains(connection) {
            let names = held.entry(key(domain)).or_default();
            if !names.contains(&connection.name) {
                names.push(connection.name.clone());
            }
        }
    }
    held
}

pub(super) fn findings(connection: &Connection, held: &Held) -> Vec<CheckupFinding> {
    let shared = realm::domains(connection).filter_map(|domain| {
        let others: Vec<&str> =
            held.get(&key(domain))?.iter().filter(|name| **name != connection.name).map(String::as_str).collect();
        (!others.is_empty()).then(|| {
            CheckupFinding::new(
                Severity::Warning,
                "domain-shared",
                format!(
                    "{} is a domain of {} too, and a login page leads to one of them only.",
                    shown(domain),
                    named(&others)
                ),
                "Take the domain from all connections but one.",
            )
        })
    });
    shared.collect()
}

/// The first three, and how many more there are.
fn named(names: &[&str]) -> String {
    match names {
        [first, second, third, more @ ..] if !more.is_empty() => {
            format!("{first}, {second}, {third} and {} more", more.len())
        }
        names => names.join(", "),
    }
}
