use std::collections::BTreeSet;

use crate::document::Bundle;

/// What each connection is called within the files: as `auth0 terraform generate` calls it, each once.
pub(super) fn of(bundle: &Bundle) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let labels = bundle.connections.iter().map(|document| {
        let mut wanted = String::new();
        for it in document.name.chars() {
            match it {
                it if it.is_ascii_alphanumeric() || it == '_' => wanted.push(it.to_ascii_lowercase()),
                _ if wanted.ends_with('_') => {}
                _ => wanted.push('_'),
            }
        }
        let wanted = wanted.trim_start_matches(|it: char| it.is_ascii_digit() || it == '_');
        let wanted = if wanted.is_empty() { "connection" } else { wanted };
        let numbered = |number: usize| if number == 1 { wanted.to_owned() } else { format!("{wanted}_{number}") };
        let label = (1..).map(numbered).find(|it| !taken.contains(it)).unwrap_or_default();
        taken.insert(label.clone());
        label
    });
    labels.collect()
}
