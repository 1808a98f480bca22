//! Keywords of other tools that nobody filled: `##NAME##` stands for text, `@@NAME@@` for a JSON value. Neither is ever stored.

use serde_json::{Map, Value};

use crate::field::Path;

/// Takes every member out that has an open keyword, an array as a whole, and says where it stood and which it was.
pub(super) fn taken_out(members: &mut Map<String, Value>) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    walk(members, &mut Vec::new(), &mut found);
    found
}

fn walk(members: &mut Map<String, Value>, path: &mut Path, found: &mut Vec<(Path, String)>) {
    members.retain(|name, value| {
        path.push(name.clone());
        let open = match value {
            Value::Object(inner) => {
                walk(inner, path, found);
                None
            }
            other => open(other),
        };
        if let Some(keyword) = &open {
            found.push((path.clone(), keyword.clone()));
        }
        path.pop();
        open.is_none()
    });
}

fn open(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => ["##", "@@"].iter().find_map(|mark| {
            let (_, rest) = text.split_once(mark)?;
            let (name, _) = rest.split_once(mark)?;
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            is_name.then(|| format!("{mark}{name}{mark}"))
        }),
        Value::Array(items) => items.iter().find_map(open),
        Value::Object(members) => members.values().find_map(open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keywords_are_found_whole_within_text_and_in_lists_and_are_taken_out() {
        let mut members = json!({ "options": {
            "client_secret": "##ACME_SECRET##", "icon_url": "https://##host##/logo.svg",
            "domain_aliases": ["acme.example", "@@MISSING@@"], "scope": "openid ## email", "client_id": "c@@d",
        } });
        let members = members.as_object_mut().expect("an object");
        let found: Vec<_> = taken_out(members).into_iter().map(|(path, name)| (path.join("/"), name)).collect();
        let at = |path: &str, name: &str| (format!("options/{path}"), name.to_owned());
        assert_eq!(
            found,
            [at("client_secret", "##ACME_SECRET##"), at("icon_url", "##host##"), at("domain_aliases", "@@MISSING@@")]
        );
        assert_eq!(members["options"], json!({ "scope": "openid ## email", "client_id": "c@@d" }));
    }
}
