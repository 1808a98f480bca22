//! The members that OpenID Connect Discovery 1.0, section 3, requires, and the types of the others.

mod kind;
mod known;
mod optional;
pub(crate) mod repeated;
mod required;
mod url;

use self::known::{REQUIRED_LISTS, REQUIRED_URLS};
pub use self::url::unfinished_endpoint;
use crate::{
    discovery::{breach::Breach, document::DiscoveryDocument},
    finding::Check,
};

/// Every rule of members.
pub(crate) fn all() -> Vec<&'static Check> {
    [required::ALL, url::ALL, optional::ALL, repeated::ALL].concat()
}

pub(crate) fn check(document: &DiscoveryDocument) -> Vec<Breach> {
    let urls = REQUIRED_URLS.iter().filter_map(|member| required::url(document, member));
    let lists = REQUIRED_LISTS.iter().filter_map(|member| required::list(document, member));
    let optional = document
        .members()
        .iter()
        .filter(|(_, value)| !kind::is_absent(Some(value)))
        .filter_map(|(name, value)| optional::member(name, value));
    urls.chain(lists)
        .chain(optional)
        .chain(optional::empty(document))
        .chain(document.repeated().iter().map(repeated::optional))
        .collect()
}
