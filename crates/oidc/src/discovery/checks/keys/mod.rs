//! The keys that ID tokens are verified with.

mod certificate;
mod encoding;
mod fit;
mod kid;
mod length;
mod private;
mod purpose;
pub(crate) mod reachable;
mod usable;
mod warning;

use chrono::{DateTime, Utc};

use super::shape::byte_order_mark;
use crate::{
    discovery::breach::Breach,
    finding::Check,
    keys::{Key, KeySet},
};

/// Every rule of key sets.
pub(crate) fn all() -> Vec<&'static Check> {
    [
        reachable::ALL,
        usable::ALL,
        private::ALL,
        fit::ALL,
        kid::ALL,
        length::ALL,
        encoding::ALL,
        purpose::ALL,
        certificate::ALL,
    ]
    .concat()
}

/// Judges every key as of `now`; `algorithms` are those the provider says it signs with.
pub(crate) fn check(set: &KeySet, algorithms: &[&str], now: DateTime<Utc>) -> Vec<Breach> {
    let mut breaches = Vec::new();
    breaches.extend(usable::none_usable(set));
    breaches.extend(usable::none_for_connections(set));
    breaches.extend(length::all_short(set));
    breaches.extend(set.keys().iter().filter_map(private::published));
    breaches.extend(fit::not_serving(set, algorithms));
    breaches.extend(kid::repeated(set));
    for key in set.keys() {
        match &key.fault {
            Some(fault) => breaches.push(usable::unusable(key, fault)),
            None => breaches.extend(of_key(key, set.keys().len())),
        }
        breaches.extend(certificate::expiry(key, now));
    }
    breaches.extend(set.has_byte_order_mark().then(|| byte_order_mark("jwks_uri", "key set")));
    breaches
}

fn of_key(key: &Key, count: usize) -> Vec<Breach> {
    let mut breaches: Vec<Breach> = kid::missing(key, count).into_iter().collect();
    breaches.extend(encoding::of_key(key));
    breaches.extend(length::short(key));
    breaches.extend(purpose::of_key(key));
    breaches.extend(certificate::of_key(key));
    breaches
}
