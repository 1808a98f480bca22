//! Settings whose values are a few words of the API.

use lintel_management::Options;
use lintel_oidc::Channel;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The word in a member, if it is one that the type knows.
pub(super) fn read<T: DeserializeOwned>(options: &Options, member: &str) -> Option<T> {
    serde_json::from_value(options.0.get(member)?.clone()).ok()
}

/// Writes a word that says something else than what is there, by [`read`] and the API's default.
pub(super) fn put<T: DeserializeOwned + Serialize + PartialEq>(
    members: &mut Map<String, Value>,
    member: &str,
    default: T,
    wanted: &T,
) {
    let held = members.get(member).and_then(|value| serde_json::from_value(value.clone()).ok());
    if held.unwrap_or(default) != *wanted
        && let Ok(word) = serde_json::to_value(wanted)
    {
        members.insert(member.to_owned(), word);
    }
}

/// The API's default is Front Channel.
pub(crate) fn channel(options: &Options) -> Channel {
    read(options, "type").unwrap_or(Channel::FrontChannel)
}
