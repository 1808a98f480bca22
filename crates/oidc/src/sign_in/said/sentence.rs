//! What some words of a provider mean.

use super::phrase::{Phrase, plain};
use crate::finding::Check;

/// Where a provider says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The error of an authorization response.
    Redirect,
    /// Title and text of a page that the provider shows instead.
    Page,
    /// The address of that page.
    Address,
    /// The answer of the token endpoint.
    Token,
    /// The answer of userinfo.
    Userinfo,
}

/// On whose side something has to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Connection,
    /// The client as it is registered at the provider.
    Application,
    /// What the provider's organization allows.
    Directory,
    Person,
    Network,
    /// The provider's own service.
    Provider,
}

/// Whether signing in again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Not before the change.
    Never,
    /// From the beginning.
    Afresh,
    /// After some time.
    Later,
    /// With another account, or after a step of the person's.
    Person,
    /// Nothing is wrong.
    Expected,
}

/// Words of one provider and what they mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// `ENT-01`
    pub id: String,
    pub check: &'static Check,
    pub places: Vec<Place>,
    pub side: Side,
    pub retry: Retry,
    /// The meaning is not certain.
    pub likely: bool,
    /// Any of them, where there are any.
    pub says: Vec<Phrase>,
    /// The member `error`: any of them, where there are any.
    pub errors: Vec<String>,
    pub statuses: Vec<u16>,
    /// `the client secret is wrong`, with placeholders as the fix has them.
    pub means: String,
    /// With `{client_id}`, `{callback}`, `{issuer}`, `{scope}`, `{tenant}`, `{code}`, `{number}` for the values at hand.
    pub fix: String,
    /// Texts as the provider words them.
    pub samples: Vec<String>,
}

/// What a provider said.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    pub place: Place,
    pub status: Option<u16>,
    /// The member or parameter `error`.
    pub error: Option<&'a str>,
    /// The description, the page or its address.
    pub text: &'a str,
}

impl Heard<'_> {
    /// As it is searched: error and text, the beginning of a long one.
    pub(super) fn whole(&self) -> String {
        const ENOUGH: usize = 16 * 1024;
        let text = plain(&format!("{} {}", self.error.unwrap_or_default(), self.text));
        text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or_default().trim().to_owned()
    }
}

impl Sentence {
    /// The words of `whole` that mean this, among the phrases that `counts` lets count; none where error and status are
    /// all that it goes by, if that is enough.
    pub(super) fn found<'a>(
        &self,
        heard: &Heard<'_>,
        whole: &'a str,
        counts: impl Fn(&Phrase) -> bool,
        without_words: bool,
    ) -> Option<&'a str> {
        let place = self.places.contains(&heard.place);
        let status = self.statuses.is_empty() || heard.status.is_some_and(|status| self.statuses.contains(&status));
        let error = self.errors.is_empty() || self.errors.iter().any(|error| heard.error == Some(error));
        if !(place && status && error) {
            return None;
        }
        if self.says.is_empty() {
            // A status says nothing where an error says more.
            let enough = without_words && (heard.error.is_none() || !self.errors.is_empty());
            return enough.then_some("");
        }
        self.says.iter().filter(|phrase| counts(phrase)).find_map(|phrase| phrase.found(whole))
    }
}
