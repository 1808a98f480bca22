//! The parameters that a browser brings to `/authorize`.

use std::collections::HashSet;

use url::form_urlencoded;

/// The one of our own login page, which carries what was typed.
pub(super) const EMAIL: &str = "email";

/// The parameters of a request as they came, in order and with duplicates.
#[derive(Debug, Clone)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn parse(encoded: &[u8]) -> Self {
        Params(form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// A parameter's value; sent without one counts as left out (RFC 6749, section 3.1).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The same parameters without `left_out`.
    pub(super) fn without<'a>(&'a self, left_out: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| !left_out.contains(name))
    }

    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    pub(super) fn repeated(&self) -> Option<&str> {
        let mut names = HashSet::new();
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| !names.insert(*name))
    }
}
