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

use crate::{
    discovery::outcome::Outcome,
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
pub(crate) fn check(set: &KeySet, algorithms: &[&str], now: DateTime<Utc>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    outcomes.extend(usable::none_usable(set));
    outcomes.extend(length::all_short(set));
    outcomes.extend(set.keys().iter().filter_map(private::published));
    outcomes.extend(fit::not_serving(set, algorithms));
    outcomes.extend(kid::repeated(set));
    for key in set.keys() {
        match &key.fault {
            Some(fault) => outcomes.push(usable::unusable(key, fault)),
            None => outcomes.extend(of_key(key, set.keys().len())),
        }
        outcomes.extend(certificate::expiry(key, now));
    }
    outcomes
}

fn of_key(key: &Key, count: usize) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = kid::missing(key, count).into_iter().collect();
    outcomes.extend(encoding::of_key(key));
    outcomes.extend(length::short(key));
    outcomes.extend(purpose::of_key(key));
    outcomes.extend(certificate::of_key(key));
    outcomes
}
