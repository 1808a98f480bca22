//! Changes in a person's words.

use serde_json::Value;

use super::merge::{Change, Conflict};
use crate::view::{FieldChange, FieldConflict, Meaning};

/// RFC 6901.
pub(super) fn pointer(path: &[String]) -> String {
    path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
}

pub(super) fn field_change(change: &Change) -> FieldChange {
    let before = change.before.as_ref().map(|value| shown(&change.path, value, "the secret before"));
    let after = change.after.as_ref().map(|value| shown(&change.path, value, "a new secret"));
    FieldChange { path: pointer(&change.path), label: label(&change.path), before, after, meaning: meaning(change) }
}

pub(super) fn conflict(conflict: &Conflict) -> FieldConflict {
    let shown = |value: &Option<Value>, secret| value.as_ref().map(|value| shown(&conflict.path, value, secret));
    FieldConflict {
        path: pointer(&conflict.path),
        label: label(&conflict.path),
        loaded: shown(&conflict.loaded, "the secret before"),
        yours: shown(&conflict.edited, "your new secret"),
        theirs: shown(&conflict.current, "another secret"),
    }
}

/// The field's name on the screen, or the member's own where no screen has it.
fn label(path: &[String]) -> String {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let known = match path.as_slice() {
        ["display_name"] => "Display name",
        ["show_as_button"] => "Show as button",
        ["options", "discovery_url"] => "OpenID Connect Discovery URL",
        ["options", "type"] => "Communication Channel",
        ["options", "client_id"] => "Client ID",
        ["options", "client_secret"] => "Client Secret",
        ["options", "scope" | "scopes"] => "Scopes",
        ["options", "set_user_root_attributes"] => "Sync user profile attributes",
        ["options", "connection_settings", "pkce"] => "PKCE",
        ["options", "attribute_map", rest @ ..] => return nested("User Mapping", rest),
        ["options", "oidc_metadata", rest @ ..] => return nested("Stored metadata", rest),
        ["options", rest @ ..] => return rest.join(" › "),
        rest => return rest.join(" › "),
    };
    known.to_owned()
}

fn nested(label: &str, rest: &[&str]) -> String {
    if rest.is_empty() { label.to_owned() } else { format!("{label}, {}", rest.join(" › ")) }
}

fn shown(path: &[String], value: &Value, secret: &str) -> String {
    let named = |name: &str| path.last().is_some_and(|member| member == name);
    match value {
        _ if named("client_secret") => secret.to_owned(),
        Value::String(text) if named("type") && text == "front_channel" => "Front Channel".to_owned(),
        Value::String(text) if named("type") && text == "back_channel" => "Back Channel".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(on) => if *on { "On" } else { "Off" }.to_owned(),
        other => other.to_string(),
    }
}

fn meaning(change: &Change) -> Option<Meaning> {
    let path: Vec<&str> = change.path.iter().map(String::as_str).collect();
    let before = change.before.as_ref().and_then(Value::as_str);
    let after = change.after.as_ref().and_then(Value::as_str);
    let (weaker, text) = match (path.as_slice(), before, after) {
        (["options", "connection_settings", "pkce"], _, Some("disabled")) => {
            (true, "Weaker: an authorization code that leaks can be redeemed by whoever has the client secret.")
        }
        (["options", "connection_settings", "pkce"], Some("auto" | "S256"), Some("plain")) => (
            true,
            "Weaker: the verifier goes through the browser as it is, so whoever reads the request can redeem the code.",
        ),
        (["options", "connection_settings", "pkce"], ..) => {
            (false, "A code can be redeemed only by whoever asked for it.")
        }
        (["options", "type"], _, Some("front_channel")) => {
            (true, "Weaker: the ID token goes through the browser, and no client secret proves who takes it.")
        }
        (["options", "type"], ..) => (false, "The ID token no longer goes through the browser."),
        (["options", "client_id" | "client_secret"], ..) => {
            (false, "Logins fail until the provider knows this value. The one before stops working here at once.")
        }
        (["options", "discovery_url" | "issuer"], ..) => (
            false,
            "People sign in at another provider. Users are told apart by its sub, so they may become new users.",
        ),
        (["options", "authorization_endpoint" | "token_endpoint" | "jwks_uri" | "userinfo_endpoint"], ..) => {
            (false, "People, codes, secrets or keys go to or come from another address.")
        }
        _ => return None,
    };
    Some(Meaning { text: text.to_owned(), weaker })
}
