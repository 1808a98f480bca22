//! Names that stand for values: `##NAME##` and `@@NAME@@`, as auth0-deploy-cli has them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Bundle;

/// What stands for the client secret of each connection, in their order, each once.
pub(crate) fn of_secrets(bundle: &Bundle) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let names = bundle.connections.iter().map(|document| {
        let name: String = document
            .name
            .chars()
            .map(|it| if it.is_ascii_alphanumeric() { it.to_ascii_uppercase() } else { '_' })
            .collect();
        let free = |number: usize| match number {
            1 => format!("LINTEL_{name}_CLIENT_SECRET"),
            number => format!("LINTEL_{name}_{number}_CLIENT_SECRET"),
        };
        let found = (1..).map(free).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(found.clone());
        found
    });
    names.collect()
}

/// The text that stands for any value as JSON.
pub(crate) fn text(name: &str) -> String {
    format!("@@{name}@@")
}

/// The name, where the value is a placeholder and nothing else.
pub(crate) fn name(value: &Value) -> Option<&str> {
    let text = value.as_str()?.trim();
    ["##", "@@"].into_iter().find_map(|sign| {
        let name = text.strip_prefix(sign)?.strip_suffix(sign)?;
        (!name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || "_-.:".contains(it))).then_some(name)
    })
}
