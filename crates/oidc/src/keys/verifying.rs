//! The provider's keys, as one sign-in uses them.

use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};

use serde_json::Value;

use super::set::{KeySet, KeySetError};
use crate::json;

/// A key set (RFC 7517), less the keys that verify nothing: those are known by name, to say why.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys {
    usable: CoreJsonWebKeySet,
    /// The length of the modulus of each usable key, where it is RSA.
    bits: Vec<Option<usize>>,
    /// Type, curve, algorithm and use of each usable key, in short.
    kinds: Vec<String>,
    unusable: Vec<Unusable>,
    /// The whole set, as it came.
    served: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unusable {
    kid: Option<String>,
    why: String,
}

impl Keys {
    /// The keys that a provider serves; the error says what came instead of a key set.
    pub fn parse(bytes: &[u8]) -> Result<Keys, KeySetError> {
        let served = KeySet::parse(bytes)?;
        let mut keys = Keys {
            usable: CoreJsonWebKeySet::new(Vec::new()),
            bits: Vec::new(),
            kinds: Vec::new(),
            unusable: Vec::new(),
            served: json::read(bytes)?.value,
        };
        let mut usable = Vec::new();
        for key in served.keys() {
            let read = || {
                key.for_library().ok_or_else(|| {
                    format!("connections take no ID tokens that a key of its kind signs ({})", key.kind())
                })
            };
            match key.why_unusable().map_or_else(read, Err) {
                Ok(read) => {
                    usable.push(read);
                    keys.bits.push(key.bits);
                    keys.kinds.push(key.kind());
                }
                Err(why) => keys.unusable.push(Unusable { kid: key.kid.clone(), why }),
            }
        }
        keys.usable = CoreJsonWebKeySet::new(usable);
        Ok(keys)
    }

    /// What the library verifies with.
    pub(crate) fn usable(&self) -> &CoreJsonWebKeySet {
        &self.usable
    }

    /// The set as it came.
    pub(crate) fn served(&self) -> &Value {
        &self.served
    }

    /// The usable keys, each with the length of its modulus where it is RSA.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&CoreJsonWebKey, Option<usize>)> {
        self.usable.keys().iter().zip(self.bits.iter().copied())
    }

    /// Why the key of this name, which is in the set, verifies nothing.
    pub(crate) fn why_unusable(&self, kid: &str) -> Option<&str> {
        self.unusable.iter().find(|key| key.kid.as_deref() == Some(kid)).map(|key| key.why.as_str())
    }

    /// What the usable key of this name is.
    pub(crate) fn kind(&self, kid: &str) -> Option<&str> {
        use openidconnect::JsonWebKey;
        let named = |key: &CoreJsonWebKey| key.key_id().is_some_and(|own| own.as_str() == kid);
        let position = self.usable.keys().iter().position(named)?;
        self.kinds.get(position).map(String::as_str)
    }

    /// `k1, k2`, the usable keys by name.
    pub(crate) fn names(&self) -> String {
        use openidconnect::JsonWebKey;
        let names: Vec<&str> =
            self.usable.keys().iter().map(|key| key.key_id().map_or("no kid", |kid| kid.as_str())).collect();
        if names.is_empty() { "no usable keys".to_owned() } else { names.join(", ") }
    }

    /// Why there is none to verify with.
    pub(super) fn none_usable(&self) -> Option<String> {
        self.usable.keys().is_empty().then(|| match self.unusable.as_slice() {
            [] => "it holds no key.".to_owned(),
            [only] => format!("its only key cannot be used: {}.", only.why),
            several => format!("none of its {} keys verifies signatures.", several.len()),
        })
    }
}
