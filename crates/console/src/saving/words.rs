//! Changes in a person's words.

use serde_json::Value;

use super::merge::{Change, Conflict};
use crate::{
    domains, upstream_params,
    view::{FieldChange, FieldConflict, Meaning, UpstreamSource},
};

/// RFC 6901.
pub(crate) fn pointer(path: &[String]) -> String {
    path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
}

pub(super) fn field_change(change: &Change) -> FieldChange {
    let before = change.before.as_ref().map(|value| shown(&change.path, value, "the secret before"));
    let after = change.after.as_ref().map(|value| shown(&change.path, value, "a new secret"));
    FieldChange { path: pointer(&change.path), label: label(&change.path), before, after, meaning: meaning(change) }
}

/// `again`: it changed once more since somebody decided.
pub(super) fn conflict(conflict: &Conflict, again: bool) -> FieldConflict {
    let shown = |value: &Option<Value>, secret| value.as_ref().map(|value| shown(&conflict.path, value, secret));
    FieldConflict {
        path: pointer(&conflict.path),
        label: label(&conflict.path),
        loaded: shown(&conflict.loaded, "the secret before"),
        yours: shown(&conflict.edited, "your new secret"),
        theirs: shown(&conflict.current, "another secret"),
        again,
    }
}

/// The field's name on the screen, or the member's own where no screen has it.
fn label(path: &[String]) -> String {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let known = match path.as_slice() {
        ["display_name"] => "Display name",
        ["options", "discovery_url"] => "OpenID Connect Discovery URL",
        ["options", "type"] => "Communication Channel",
        ["options", "client_id"] => "Client ID",
        ["options", "client_secret"] => "Client Secret",
        ["options", "scope" | "scopes"] => "Scopes",
        ["options", "token_endpoint_auth_method"] => "Authentication Method",
        ["options", "token_endpoint_auth_signing_alg"] => "Assertion algorithm",
        ["options", "token_endpoint_jwtca_aud_format"] => "Assertion audience",
        ["options", "send_back_channel_nonce"] => "Nonce",
        ["options", "id_token_signed_response_algs"] => "ID token algorithms",
        ["options", "dpop_signing_alg"] => "DPoP",
        ["options", "id_token_session_expiry_supported"] => "Session expiry",
        ["options", "upstream_params", rest @ ..] => return nested("Upstream parameters", rest),
        ["options", "set_user_root_attributes"] => "Sync user profile attributes",
        ["options", "domain_aliases"] => "Identity provider domains",
        ["options", "tenant_domain"] => "Legacy domain",
        ["show_as_button"] => "Display connection button",
        ["options", "icon_url"] => "Button logo URL",
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
    match (value, path) {
        (Value::Object(params), [_, member]) if member == upstream_params::MEMBER => {
            let params: Vec<String> =
                params.iter().map(|(name, value)| format!("{name}: {}", upstream(value))).collect();
            return params.join(", ");
        }
        (value, [_, member, _]) if member == upstream_params::MEMBER => return upstream(value),
        _ => {}
    }
    match value {
        _ if named("client_secret") => secret.to_owned(),
        Value::String(text) if named("type") && text == "front_channel" => "Front Channel".to_owned(),
        Value::String(text) if named("type") && text == "back_channel" => "Back Channel".to_owned(),
        Value::String(text) if named("set_user_root_attributes") => match text.as_str() {
            "on_each_login" => "At each login".to_owned(),
            "on_first_login" => "At first login only".to_owned(),
            "never_on_login" => "Never".to_owned(),
            other => other.to_owned(),
        },
        Value::Array(aliases) if named("domain_aliases") => {
            Value::from_iter(aliases.iter().filter_map(Value::as_str).map(domains::shown)).to_string()
        }
        Value::String(text) => text.clone(),
        Value::Bool(on) => if *on { "On" } else { "Off" }.to_owned(),
        other => other.to_string(),
    }
}

fn upstream(value: &Value) -> String {
    match upstream_params::source(value) {
        UpstreamSource::Value { value } => value,
        UpstreamSource::Alias { alias } => format!("{alias} of the application’s request"),
        UpstreamSource::Other { stored } => stored.to_string(),
    }
}

fn meaning(change: &Change) -> Option<Meaning> {
    let path: Vec<&str> = change.path.iter().map(String::as_str).collect();
    let before = change.before.as_ref().and_then(Value::as_str);
    let after = change.after.as_ref().and_then(Value::as_str);
    let is_on = change.after.as_ref().and_then(Value::as_bool).unwrap_or_default();
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
        (["options", "token_endpoint_auth_method"], _, Some("private_key_jwt")) => (
            false,
            "Each token request is signed instead of carrying the secret. Logins fail until the provider knows the public key.",
        ),
        (["options", "token_endpoint_auth_method"], ..) => (
            true,
            "Weaker: each token request carries the client secret, so whoever reads one can take the client's place.",
        ),
        (["options", "token_endpoint_auth_signing_alg" | "token_endpoint_jwtca_aud_format"], ..) => {
            (false, "Logins fail where the provider expects something else of a client assertion.")
        }
        (["options", "send_back_channel_nonce"], ..) if is_on => {
            (false, "An ID token is accepted only for the login that asked for it.")
        }
        (["options", "send_back_channel_nonce"], ..) => {
            (true, "Weaker: nothing in the ID token says which login it was issued for.")
        }
        (["options", "id_token_signed_response_algs"], ..) => algorithms(change),
        (["options", "dpop_signing_alg"], _, Some(_)) => (
            false,
            "Access tokens can be used only with a key of this tenant. Logins may fail where the provider does not know DPoP.",
        ),
        (["options", "dpop_signing_alg"], ..) => {
            (true, "Weaker: an access token that leaks can be used by whoever has it.")
        }
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
        (["options", "set_user_root_attributes"], _, Some("never_on_login")) => {
            (false, "A login creates no user and changes none: whoever was not provisioned before cannot sign in.")
        }
        (["options", "set_user_root_attributes"], _, Some("on_first_login")) => {
            (false, "A login creates users. What changes at the provider afterwards does not reach their profiles.")
        }
        (["options", "set_user_root_attributes"], ..) => {
            (false, "Each login overwrites name, nickname, given_name, family_name and picture, and creates users.")
        }
        (["options", "domain_aliases" | "tenant_domain"], ..) => (
            false,
            "Whoever enters an address at a domain that is new goes to this provider; at one that is gone, no longer.",
        ),
        (["show_as_button"], ..) if is_on => {
            (false, "Everybody who opens the login page of an application that uses this connection sees the button.")
        }
        (["show_as_button"], ..) => (
            false,
            "Only an address at its domains leads here, or an application that asks for the connection by name.",
        ),
        _ => return None,
    };
    Some(Meaning { text: text.to_owned(), weaker })
}

/// No algorithms are any algorithms.
fn algorithms(change: &Change) -> (bool, &'static str) {
    let list = |value: &Option<Value>| value.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    let (before, after) = (list(&change.before), list(&change.after));
    if after.is_empty() {
        (true, "Weaker: an ID token is accepted whatever it is signed with, as long as it is supported.")
    } else if before.is_empty() || after.iter().all(|algorithm| before.contains(algorithm)) {
        (false, "An ID token that is signed with anything else is refused.")
    } else {
        (true, "Weaker: an ID token is accepted with an algorithm that was refused before.")
    }
}
