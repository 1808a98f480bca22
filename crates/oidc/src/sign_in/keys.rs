//! What a sign-in says of the provider's keys.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::checks::{
    answer::of_json,
    keys::{KEY_SET_UNREADABLE, KEYS_READ_AGAIN},
};
use crate::{
    Finding,
    json::NoJson,
    keys::{AFTER_A_KEY_SET, Again, KeySetError, Keys, KnownKeys, NoKeys},
    trace::{Direction, Field, Message},
    words::ago,
};

/// The finding of keys that cannot be read.
pub(super) fn unreadable(jwks_uri: &Url, why: &NoKeys) -> Finding {
    if let NoKeys::NotASet(KeySetError::NoJson(NoJson::Refused { error, .. })) = why
        && let Some(finding) = of_json("jwks_uri", &format!("The key set at {jwks_uri}"), error)
    {
        return finding;
    }
    KEY_SET_UNREADABLE
        .finding("jwks_uri", format!("The keys at {jwks_uri} cannot be read: {why}"))
        .expected("a JSON Web Key Set with a key that verifies signatures")
        .got(why.to_string())
        .remedy(match why {
            NoKeys::NoAnswer(_) => "Check jwks_uri, and whether this computer, and Auth0's servers, can reach it.",
            NoKeys::Status(429) => "The provider limits how often it is asked. Wait a while, then sign in again.",
            NoKeys::Status(500..) => "The provider failed. Try again; if it stays, report it to those who run the provider.",
            NoKeys::Status(_) | NoKeys::NotASet(_) => {
                "Check jwks_uri: it must be the address of the provider's key set, and no proxy or sign-in page may answer in its place."
            }
            NoKeys::NoneUsable(_) => {
                "Have the provider publish the key that it signs ID tokens with, for signatures (use sig) and written as RFC 7518 has it. \
                 The address is right: a key set answers there."
            }
        })
}

/// The request for the set at `jwks_uri`.
pub(super) fn request(jwks_uri: &Url) -> Message {
    Message {
        direction: Direction::Sent,
        method: Some("GET".to_owned()),
        url: Some(jwks_uri.to_string()),
        status: None,
        fields: Vec::new(),
    }
}

/// The set that came, by the names of its keys.
pub(super) fn answer(keys: &Keys) -> Message {
    let fields = vec![Field::shown("keys", keys.names())];
    Message { direction: Direction::Received, method: None, url: None, status: Some(200), fields }
}

/// The set that was read for an earlier sign-in.
pub(super) fn remembered(jwks_uri: &Url, known: &KnownKeys, now: DateTime<Utc>) -> Message {
    let read = format!("memory: {jwks_uri}, read {}", ago(now - known.read_at));
    let fields = vec![Field::shown("read from", read), Field::shown("keys", known.keys.names())];
    Message { direction: Direction::Received, method: None, url: None, status: None, fields }
}

/// What went over the wire for this sign-in.
pub(super) fn messages(again: &Again) -> Vec<Message> {
    match (again.shared, &again.outcome) {
        (Some(_), _) => Vec::new(),
        (None, Ok(keys)) => vec![request(&again.jwks_uri), answer(keys)],
        (None, Err(_)) => vec![request(&again.jwks_uri)],
    }
}

/// The note for the trace; `verifies` is whether the ID token verifies now, `remembered` how old the keys of the beginning were then,
/// where they were remembered.
pub(super) fn read_again(again: &Again, verifies: bool, remembered: Option<TimeDelta>) -> Finding {
    let by_another = again.shared.map_or_else(String::new, |age| format!(" {}, for another sign-in", ago(age)));
    let of_the_beginning = match remembered {
        None => "The keys that were read at the beginning do not verify the ID token.".to_owned(),
        Some(age) => {
            format!(
                "The keys that the sign-in began with, remembered for {} s, do not verify the ID token.",
                age.num_seconds()
            )
        }
    };
    let (came, got, remedy) = match &again.outcome {
        Ok(keys) if verifies => (
            format!("They were read once more{by_another}, and verify it now: the provider changed them in between."),
            keys.names(),
            "Nothing, where the provider rotated its keys just now. If many sign-ins say so, its key set comes from caches \
             that differ: tell those who run it."
                .to_owned(),
        ),
        Ok(keys) if again.shared.is_none() => (
            "They were read once more, and do not verify it either.".to_owned(),
            keys.names(),
            format!("Have the provider sign with a key that is at {}.", again.jwks_uri),
        ),
        Ok(keys) => (
            format!("They were read once more{by_another}, and are not read again yet."),
            keys.names(),
            format!(
                "They are read again {} s later at the soonest. If the provider has changed them since, sign in again then.",
                AFTER_A_KEY_SET.num_seconds()
            ),
        ),
        Err(failure) => {
            let failure = unreadable(&again.jwks_uri, failure);
            (
                format!("They were to be read once more{by_another}. {}", failure.message),
                failure.got.unwrap_or_default(),
                failure.remedy.unwrap_or_default(),
            )
        }
    };
    KEYS_READ_AGAIN
        .finding("jwks_uri", format!("{of_the_beginning} {came}"))
        .expected("the keys of the beginning")
        .got(got)
        .remedy(remedy)
}
