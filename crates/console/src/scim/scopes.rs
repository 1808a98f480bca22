//! What tokens of providers allow.

use crate::view::ScimProvider;

/// Without these the provider cannot do its work; of one that is not known, nothing is.
pub(super) fn needed(provider: ScimProvider) -> &'static [&'static str] {
    match provider {
        ScimProvider::Entra => &["get:users", "post:users", "patch:users", "delete:users"],
        ScimProvider::Okta => &["get:users", "post:users", "put:users"],
        ScimProvider::Other => &[],
    }
}

/// What a new token for the provider is offered, groups and what only some of its applications send included.
#[cfg(test)]
pub(crate) fn offered(provider: ScimProvider) -> Vec<&'static str> {
    let not = match provider {
        ScimProvider::Entra => ["put:users", "put:groups"].as_slice(),
        // It deletes no users.
        ScimProvider::Okta => &["delete:users"],
        ScimProvider::Other => &[],
    };
    lintel_tenant::ScimScope::ALL.into_iter().filter(|scope| !not.contains(scope)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_token_lets_its_provider_do_its_work() {
        for provider in [ScimProvider::Entra, ScimProvider::Okta, ScimProvider::Other] {
            let offered = offered(provider);
            assert!(needed(provider).iter().all(|scope| offered.contains(scope)), "{provider:?}");
        }
    }
}
