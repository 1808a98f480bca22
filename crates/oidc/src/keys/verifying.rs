//! The provider's keys, as one sign-in uses them.

use std::sync::Arc;

use openidconnect::{JsonWebKey, JsonWebKeySet};
use serde_json::Value;

use super::{
    set::{KeySet, KeySetError},
    verifying_key::{Proven, VerifyingKey},
};
use crate::json;

/// A key set (RFC 7517), less the keys that verify nothing: those are known by name, to say why.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys {
    usable: Vec<Usable>,
    unusable: Vec<Unusable>,
    /// The whole set, as it came.
    served: Value,
}

#[derive(Debug, Clone, PartialEq)]
struct Usable {
    key: VerifyingKey,
    /// The length of the modulus, where it is RSA.
    bits: Option<usize>,
    /// Type, curve, algorithm and use, in short.
    kind: String,
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
        let mut keys = Keys { usable: Vec::new(), unusable: Vec::new(), served: json::read(bytes)?.value };
        for key in served.keys() {
            let read = || {
                key.verifying().ok_or_else(|| {
                    format!("connections take no ID tokens that a key of its kind signs ({})", key.kind())
                })
            };
            match key.why_unusable().map_or_else(read, Err) {
                Ok(read) => keys.usable.push(Usable { key: read, bits: key.bits, kind: key.kind() }),
                Err(why) => keys.unusable.push(Unusable { kid: key.kid.clone(), why }),
            }
        }
        Ok(keys)
    }

    /// What the library verifies with. What was proven of one of them is not computed again.
    pub(crate) fn for_library(&self, proven: Option<&Arc<Proven>>) -> JsonWebKeySet<VerifyingKey> {
        JsonWebKeySet::new(self.usable.iter().map(|usable| usable.key.having(proven)).collect())
    }

    /// The set as it came.
    pub(crate) fn served(&self) -> &Value {
        &self.served
    }

    /// The usable keys, each with the length of its modulus where it is RSA.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&VerifyingKey, Option<usize>)> {
        self.usable.iter().map(|usable| (&usable.key, usable.bits))
    }

    /// Why the key of this name, which is in the set, verifies nothing.
    pub(crate) fn why_unusable(&self, kid: &str) -> Option<&str> {
        self.unusable.iter().find(|key| key.kid.as_deref() == Some(kid)).map(|key| key.why.as_str())
    }

    /// What the usable key of this name is.
    pub(crate) fn kind(&self, kid: &str) -> Option<&str> {
        let named = |usable: &&Usable| usable.key.key_id().is_some_and(|own| own.as_str() == kid);
        self.usable.iter().find(named).map(|usable| usable.kind.as_str())
    }

    /// `k1, k2`, the usable keys by name.
    pub(crate) fn names(&self) -> String {
        let names: Vec<&str> = self.each().map(|(key, _)| key.key_id().map_or("no kid", |kid| kid.as_str())).collect();
        if names.is_empty() { "no usable keys".to_owned() } else { names.join(", ") }
    }

    /// Why there is none to verify with.
    pub(super) fn none_usable(&self) -> Option<String> {
        self.usable.is_empty().then(|| match self.unusable.as_slice() {
            [] => "it holds no key.".to_owned(),
            [only] => format!("its only key cannot be used: {}.", only.why),
            several => format!("none of its {} keys verifies signatures.", several.len()),
        })
    }
}
