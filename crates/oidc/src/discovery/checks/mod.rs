//! The rules of the provider check, by family.

pub(crate) mod address;
mod capabilities;
pub(crate) mod certificate;
mod endpoints;
mod issuer;
pub(crate) mod keys;
pub(crate) mod members;
mod no_answer;
pub(crate) mod place;
mod redirects;
pub(crate) mod shape;
pub(crate) mod status;

use url::Url;

use super::{breach::Breach, document::DiscoveryDocument};
use crate::finding::Check;

/// Every rule of the provider check.
pub fn catalogue() -> Vec<&'static Check> {
    [
        address::ALL,
        no_answer::ALL,
        certificate::ALL,
        redirects::ALL,
        status::ALL,
        shape::ALL,
        place::ALL,
        &members::all(),
        issuer::ALL,
        endpoints::ALL,
        &capabilities::all(),
        &keys::all(),
    ]
    .concat()
}

/// Every rule that a document alone can break. `url` is where the document was asked for; without it the issuer is compared
/// with nothing. `home` is where it came from, see [`DiscoveryDocument::home`].
pub(crate) fn of_document(document: &DiscoveryDocument, url: Option<&Url>, home: Option<&Url>) -> Vec<Breach> {
    let mut breaches = shape::of_document(document);
    breaches.extend(members::check(document));
    breaches.extend(issuer::check(document, url));
    breaches.extend(endpoints::check(document, home));
    breaches.extend(capabilities::check(document));
    breaches
}
