//! What a change of a field means for those who sign in.

use serde_json::Value;

use super::{change::Change, effect::Effect, effect::Effect::*};

type Meaning = Option<(Effect, &'static str)>;

pub(super) fn none(_: &Change) -> Meaning {
    None
}

pub(super) fn discovery_url(_: &Change) -> Meaning {
    Some((
        Changes,
        "People sign in at another provider. Users are told apart by its sub, so they may become new users.",
    ))
}

/// Members of the stored metadata, and those that a connection says itself.
pub(super) fn metadata(change: &Change) -> Meaning {
    match change.path.as_slice() {
        [_, issuer] if issuer == "issuer" => discovery_url(change),
        [_, _] => Some((Changes, "People, codes, secrets or keys go to or come from another address.")),
        _ => None,
    }
}

pub(super) fn channel(change: &Change) -> Meaning {
    Some(match after(change) {
        Some("front_channel") => {
            (Weaker, "Weaker: the ID token goes through the browser, and no client secret proves who takes it.")
        }
        _ => (Changes, "The ID token no longer goes through the browser."),
    })
}

/// Client ID and client secret.
pub(super) fn client(_: &Change) -> Meaning {
    Some((Breaks, "Logins fail until the provider knows this value. The one before stops working here at once."))
}

pub(super) fn auth_method(change: &Change) -> Meaning {
    Some(match after(change) {
        Some("private_key_jwt") => (
            Breaks,
            "Each token request is signed instead of carrying the secret. Logins fail until the provider knows the public key.",
        ),
        _ => (
            Weaker,
            "Weaker: each token request carries the client secret, so whoever reads one can take the client's place.",
        ),
    })
}

pub(super) fn assertion(_: &Change) -> Meaning {
    Some((Breaks, "Logins fail where the provider expects something else of a client assertion."))
}

pub(super) fn pkce(change: &Change) -> Meaning {
    Some(match (before(change), after(change)) {
        (_, Some("disabled")) => {
            (Weaker, "Weaker: an authorization code that leaks can be redeemed by whoever has the client secret.")
        }
        (Some("auto" | "S256"), Some("plain")) => (
            Weaker,
            "Weaker: the verifier goes through the browser as it is, so whoever reads the request can redeem the code.",
        ),
        _ => (Changes, "A code can be redeemed only by whoever asked for it."),
    })
}

pub(super) fn nonce(change: &Change) -> Meaning {
    Some(match is_on(change) {
        true => (Changes, "An ID token is accepted only for the login that asked for it."),
        false => (Weaker, "Weaker: nothing in the ID token says which login it was issued for."),
    })
}

/// No algorithms are any algorithms.
pub(super) fn id_token_algs(change: &Change) -> Meaning {
    let list = |value: &Option<Value>| value.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    let (before, after) = (list(&change.before), list(&change.after));
    Some(if after.is_empty() {
        (Weaker, "Weaker: an ID token is accepted whatever it is signed with, as long as it is supported.")
    } else if before.is_empty() || after.iter().all(|algorithm| before.contains(algorithm)) {
        (Breaks, "An ID token that is signed with anything else is refused.")
    } else {
        (Weaker, "Weaker: an ID token is accepted with an algorithm that was refused before.")
    })
}

pub(super) fn dpop(change: &Change) -> Meaning {
    Some(match after(change) {
        Some(_) => (
            Breaks,
            "Access tokens can be used only with a key of this tenant. Logins may fail where the provider does not know DPoP.",
        ),
        None => (Weaker, "Weaker: an access token that leaks can be used by whoever has it."),
    })
}

pub(super) fn profile_sync(change: &Change) -> Meaning {
    Some(match after(change) {
        Some("never_on_login") => {
            (Breaks, "A login creates no user and changes none: whoever was not provisioned before cannot sign in.")
        }
        Some("on_first_login") => {
            (Changes, "A login creates users. What changes at the provider afterwards does not reach their profiles.")
        }
        _ => (Changes, "Each login overwrites name, nickname, given_name, family_name and picture, and creates users."),
    })
}

pub(super) fn domains(_: &Change) -> Meaning {
    Some((
        Changes,
        "Whoever enters an address at a domain that is new goes to this provider; at one that is gone, no longer.",
    ))
}

pub(super) fn button(change: &Change) -> Meaning {
    Some(match is_on(change) {
        true => {
            (Changes, "Everybody who opens the login page of an application that uses this connection sees the button.")
        }
        false => (
            Changes,
            "Only an address at its domains leads here, or an application that asks for the connection by name.",
        ),
    })
}

fn before(change: &Change) -> Option<&str> {
    word(change.before.as_ref())
}

fn after(change: &Change) -> Option<&str> {
    word(change.after.as_ref())
}

/// A setting's word, or that of the one setting in an object.
fn word(value: Option<&Value>) -> Option<&str> {
    let value = value?;
    value.get("pkce").unwrap_or(value).as_str()
}

fn is_on(change: &Change) -> bool {
    change.after.as_ref().and_then(Value::as_bool).unwrap_or_default()
}
