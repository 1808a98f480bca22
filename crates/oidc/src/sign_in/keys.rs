//! The provider's keys, as one sign-in uses them.

use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use serde_json::Value;
use url::Url;

use super::checks;
use crate::{
    Finding,
    discovery::{self, Fetcher},
    json::{self, Json},
    trace::{Direction, Field, Message},
};

/// A key set (RFC 7517), less the keys that verify nothing: those are known by name, to say why.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys {
    usable: CoreJsonWebKeySet,
    /// The length of the modulus of each usable key, where it is RSA.
    bits: Vec<Option<usize>>,
    unusable: Vec<Unusable>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unusable {
    kid: Option<String>,
    why: String,
}

impl Keys {
    /// The keys that a provider serves; the finding says what came instead of a key set.
    pub fn parse(bytes: &[u8]) -> Result<Keys, Finding> {
        let served = discovery::KeySet::parse(bytes)?;
        let mut keys = Keys { usable: CoreJsonWebKeySet::new(Vec::new()), bits: Vec::new(), unusable: Vec::new() };
        let mut usable = Vec::new();
        for key in served.keys() {
            let read = || {
                serde_json::from_value::<CoreJsonWebKey>(Value::Object(key.raw.clone()))
                    .map_err(|_| "it is written or of a kind that ID tokens are not verified with".to_owned())
            };
            match key.why_unusable().map_or_else(read, Err) {
                Ok(read) => {
                    usable.push(read);
                    keys.bits.push(key.bits);
                }
                Err(why) => keys.unusable.push(Unusable { kid: key.kid.clone(), why }),
            }
        }
        keys.usable = CoreJsonWebKeySet::new(usable);
        Ok(keys)
    }

    /// What the library verifies with.
    pub(super) fn usable(&self) -> &CoreJsonWebKeySet {
        &self.usable
    }

    /// The usable keys, each with the length of its modulus where it is RSA.
    pub(super) fn each(&self) -> impl Iterator<Item = (&CoreJsonWebKey, Option<usize>)> {
        self.usable.keys().iter().zip(self.bits.iter().copied())
    }

    /// Why the key of this name, which is in the set, verifies nothing.
    pub(super) fn why_unusable(&self, kid: &str) -> Option<&str> {
        self.unusable.iter().find(|key| key.kid.as_deref() == Some(kid)).map(|key| key.why.as_str())
    }

    /// `k1, k2`, the usable keys by name.
    pub(super) fn names(&self) -> String {
        use openidconnect::JsonWebKey;
        let names: Vec<&str> =
            self.usable.keys().iter().map(|key| key.key_id().map_or("no kid", |kid| kid.as_str())).collect();
        if names.is_empty() { "no usable keys".to_owned() } else { names.join(", ") }
    }
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

/// Reads the set at `jwks_uri`. One without a usable key is an error as well.
pub(super) async fn read(jwks_uri: &Url, fetcher: &Fetcher) -> Result<Keys, Finding> {
    let unreadable = |got: String| {
        checks::KEY_SET_UNREADABLE
            .finding("jwks_uri", format!("The keys at {jwks_uri} cannot be read: {got}"))
            .expected("a JSON Web Key Set with a key that verifies signatures")
            .got(got)
            .remedy("Check jwks_uri, and whether this computer, and Auth0's servers, can reach it.")
    };
    let fetched = fetcher.fetch(jwks_uri).await.map_err(|error| unreadable(error.to_string()))?;
    if fetched.status != 200 {
        return Err(unreadable(format!("it answered {}.", fetched.status)));
    }
    let shape = json::parse(&fetched.body).and_then(Json::unique).err();
    if let Some(finding) =
        shape.and_then(|error| checks::of_json("jwks_uri", &format!("The key set at {jwks_uri}"), &error))
    {
        return Err(finding);
    }
    let keys = Keys::parse(&fetched.body).map_err(|finding| unreadable(finding.message))?;
    if keys.usable.keys().is_empty() {
        return Err(unreadable(match keys.unusable.as_slice() {
            [] => "it holds no key.".to_owned(),
            [only] => format!("its only key cannot be used: {}.", only.why),
            several => format!("none of its {} keys verifies signatures.", several.len()),
        }));
    }
    Ok(keys)
}
