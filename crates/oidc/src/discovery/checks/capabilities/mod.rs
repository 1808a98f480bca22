//! What the provider says it can do, against what a connection does.

mod algorithms;
mod client_authentication;
mod form_post;
mod pkce;
mod response_types;
mod scopes;

use crate::{
    discovery::{document::DiscoveryDocument, outcome::Outcome},
    finding::Check,
};

/// Every rule of capabilities.
pub(crate) fn all() -> Vec<&'static Check> {
    [algorithms::ALL, scopes::ALL, response_types::ALL, form_post::ALL, pkce::ALL, client_authentication::ALL].concat()
}

pub(crate) fn check(document: &DiscoveryDocument) -> Vec<Outcome> {
    let mut outcomes = algorithms::check(document);
    outcomes.extend(scopes::check(document));
    outcomes.extend(response_types::check(document));
    outcomes.extend(form_post::check(document));
    outcomes.extend(pkce::check(document));
    outcomes.extend(client_authentication::check(document));
    outcomes
}
