//! What the provider says it can do, against what a connection does.

mod algorithms;
mod client_authentication;
mod form_post;
mod pkce;
mod response_types;
mod scopes;

use crate::{
    discovery::{breach::Breach, document::DiscoveryDocument},
    finding::Check,
};

/// Every rule of capabilities.
pub(crate) fn all() -> Vec<&'static Check> {
    [algorithms::ALL, scopes::ALL, response_types::ALL, form_post::ALL, pkce::ALL, client_authentication::ALL].concat()
}

pub(crate) fn check(document: &DiscoveryDocument) -> Vec<Breach> {
    let mut breaches = algorithms::check(document);
    breaches.extend(scopes::check(document));
    breaches.extend(response_types::check(document));
    breaches.extend(form_post::check(document));
    breaches.extend(pkce::check(document));
    breaches.extend(client_authentication::check(document));
    breaches
}
