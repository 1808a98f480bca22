//! The provider's metadata within `options`: the stored document, and what the connection says itself.

use std::collections::BTreeMap;

use lintel_management::options::{FALSE_IN_METADATA, FROM_METADATA};
use serde_json::{Map, Value};

use super::values::MetadataEdit;

/// A discovery URL that leads elsewhere takes the old metadata with it. `url` is the one that answered.
pub(super) fn put_discovery_url(url: &str, members: &mut Map<String, Value>) {
    let held = |member: &str| members.get(member).and_then(Value::as_str) == Some(url);
    if !url.is_empty() && !held("discovery_url") && !held("issuer") {
        forget_metadata(members);
        members.insert("discovery_url".to_owned(), url.into());
    }
}

pub(super) fn put_document(document: Option<&Map<String, Value>>, members: &mut Map<String, Value>) {
    if let Some(document) = document {
        replace_metadata(members, document);
    }
}

/// Each edited member where it belongs: those that a connection can say itself at the top, all others in the stored document.
pub(super) fn put_edits(edits: &BTreeMap<String, MetadataEdit>, members: &mut Map<String, Value>) {
    for (name, edit) in edits {
        let own = FROM_METADATA.contains(&name.as_str());
        let stored = members.get("oidc_metadata").and_then(|metadata| metadata.get(name)).cloned();
        let value = match edit {
            MetadataEdit::Set { value } | MetadataEdit::Live { value } => Some(value.clone()),
            MetadataEdit::Stored => stored,
        };
        if own {
            match &value {
                Some(value) => members.insert(name.clone(), value.clone()),
                None => members.shift_remove(name),
            };
        }
        let document = match edit {
            MetadataEdit::Set { .. } => !own,
            MetadataEdit::Live { .. } => true,
            MetadataEdit::Stored => false,
        };
        if let (true, Some(value), Some(Value::Object(metadata))) = (document, value, members.get_mut("oidc_metadata"))
        {
            metadata.insert(name.clone(), value);
        }
    }
}

/// `document` in the place of the stored one, as the API completes it: what was equal to the old one comes from the new one, what
/// the connection says otherwise stays.
fn replace_metadata(members: &mut Map<String, Value>, document: &Map<String, Value>) {
    forget_metadata(members);
    let document = completed(document);
    for member in FROM_METADATA {
        if let (None | Some(Value::Null), Some(value)) = (members.get(member), document.get(member)) {
            members.insert(member.to_owned(), value.clone());
        }
    }
    members.insert("oidc_metadata".to_owned(), Value::Object(document));
}

/// Members equal to the old metadata came from it and go with it; members that differ are overrides and stay.
pub(crate) fn forget_metadata(members: &mut Map<String, Value>) {
    let Some(Value::Object(metadata)) = members.remove("oidc_metadata") else { return };
    for member in FROM_METADATA {
        if members.get(member).is_some_and(|value| metadata.get(member) == Some(value)) {
            members.remove(member);
        }
    }
}

pub(crate) fn completed(document: &Map<String, Value>) -> Map<String, Value> {
    let mut document = document.clone();
    for member in FALSE_IN_METADATA {
        if document.get(member).is_none_or(Value::is_null) {
            document.insert(member.to_owned(), false.into());
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_came_from_the_old_document_comes_from_the_new_one_and_overrides_stay() {
        let object = |value: Value| value.as_object().cloned().expect("an object");
        let mut members = object(json!({
            "issuer": "https://op.example", "jwks_uri": "https://override.example/keys",
            "userinfo_endpoint": "https://op.example/userinfo",
            "oidc_metadata": {
                "issuer": "https://op.example", "jwks_uri": "https://op.example/keys",
                "userinfo_endpoint": "https://op.example/userinfo",
            },
        }));
        let document = object(json!({
            "issuer": "https://op.example", "jwks_uri": "https://op.example/new-keys", "token_endpoint": "https://op.example/token",
        }));
        put_document(Some(&document), &mut members);
        assert_eq!(members["issuer"], "https://op.example");
        assert_eq!(members["jwks_uri"], "https://override.example/keys");
        assert_eq!(members["token_endpoint"], "https://op.example/token");
        assert!(!members.contains_key("userinfo_endpoint"), "the new document has none");
        assert_eq!(members["oidc_metadata"]["jwks_uri"], "https://op.example/new-keys");
        assert_eq!(members["oidc_metadata"]["claims_parameter_supported"], false);
    }
}
