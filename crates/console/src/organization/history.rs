//! Organizations in the journal: as a switch is written down, and as History tells it.

use lintel_management::OrganizationSwitches;
use serde_json::{Value, json};

use crate::{
    Console,
    change::{journal::Document, words::pointer},
    field::Change,
    view::{FieldChange, Problem},
};

/// One organization, by its ID: `{"name": …, "uses": {…}}`; `uses` is null where it does not use the connection.
pub(super) fn state(name: &str, uses: Option<OrganizationSwitches>) -> Value {
    json!({ "name": name, "uses": uses })
}

impl Console {
    /// What the tenant holds by now of the organizations in an entry.
    pub(crate) async fn organizations_document(
        &self,
        connection_id: &str,
        written: &Document,
    ) -> Result<Document, Problem> {
        let mut held = Document::new();
        for (id, before) in written {
            let uses = self.organization_use(id, connection_id).await?;
            held.insert(id.clone(), state(before["name"].as_str().unwrap_or_default(), uses));
        }
        Ok(held)
    }
}

/// The changes as History has them, one line an organization.
pub(crate) fn told(before: &Document, after: &Document) -> Vec<FieldChange> {
    let moved = after.iter().filter(|(id, state)| before.get(*id) != Some(state));
    let line = |(id, after): (&String, &Value)| {
        let change = Change { path: vec![id.clone()], before: before.get(id).cloned(), after: Some(after.clone()) };
        FieldChange {
            path: pointer(&change.path),
            label: format!("Organization {}", after["name"].as_str().unwrap_or(id)),
            before: change.before.as_ref().map(words),
            after: change.after.as_ref().map(words),
            meaning: None,
        }
    };
    moved.map(line).collect()
}

fn words(state: &Value) -> String {
    let Some(uses) = state["uses"].as_object() else { return "Off".to_owned() };
    let on = |member: &str| uses.get(member) == Some(&Value::Bool(true));
    let membership = if on("assign_membership_on_login") { "membership at login" } else { "members only" };
    let button = if on("show_as_button") { "with a button" } else { "without a button" };
    format!("On, {membership}, {button}")
}
