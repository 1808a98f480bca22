//! What is remembered of two tenants, in this order: which connection and which application stands for which, and what becomes of
//! which member. No secret is in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    change::words::path,
    field::{self, Elsewhere},
    view::PathPolicy,
};

/// Connections, applications and policies that are remembered of two tenants.
const MOST: usize = 10_000;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pairing {
    /// From the name in the source to the ID in the target.
    #[serde(default)]
    pub(crate) connections: BTreeMap<String, String>,
    /// From the client ID in the source, or the name, to the client ID in the target; to none where it is left out.
    #[serde(default)]
    pub(crate) applications: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub(crate) policies: Vec<PathPolicy>,
}

impl Pairing {
    /// The policy takes the place of one for the same member. Of a secret nothing is remembered.
    pub(super) fn learn(&mut self, policy: &PathPolicy) {
        if gives_secret(policy) || self.policies.len() >= MOST {
            return;
        }
        self.policies.retain(|known| (&known.connection, &known.path) != (&policy.connection, &policy.path));
        self.policies.push(policy.clone());
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Pairing::default()
    }

    pub(super) fn pair(&mut self, name: &str, id: &str) {
        if self.connections.len() < MOST || self.connections.contains_key(name) {
            self.connections.insert(name.to_owned(), id.to_owned());
        }
    }

    pub(super) fn pair_application(&mut self, source: &str, target: Option<&str>) {
        if self.applications.len() < MOST || self.applications.contains_key(source) {
            self.applications.insert(source.to_owned(), target.map(str::to_owned));
        }
    }
}

/// It may say what a secret is.
pub(super) fn gives_secret(policy: &PathPolicy) -> bool {
    field::at(&path(&policy.path)).is_some_and(|(field, _)| field.elsewhere == Elsewhere::Secret)
}
