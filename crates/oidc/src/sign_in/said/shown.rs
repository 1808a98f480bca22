//! A page on which a sign-in stopped: a provider that does not trust the request sends nobody back (RFC 6749, section 4.1.2.1).

use url::Url;

use super::{Asked, Heard, Meaning, Place, meaning, vocabularies};
use crate::{
    Finding,
    discovery::{Vendor, vendor},
    sign_in::checks::{refused::PAGE_BLANK, response::PROVIDER_REFUSED},
};

/// What a browser shows, as far as it tells.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Whole. Of what follows its path nothing is repeated but the provider's error.
    pub address: &'a Url,
    pub status: Option<u16>,
    pub title: Option<&'a str>,
    /// What can be read on it.
    pub text: Option<&'a str>,
}

/// Why nobody comes back from this page, where it says so. A page that says nothing of the kind, such as one that asks for a password,
/// gives none; nor does one without a text that is known, unless its status or its being blank says enough.
pub fn page(shown: &Shown<'_>, asked: &Asked) -> Option<Finding> {
    let there = vendor(Some(shown.address), None, None);
    let vendor = there.or(asked.vendor).or_else(|| by_address_alone(shown.address));
    let meanings: Vec<Meaning> = shown.heard().iter().filter_map(|said| meaning(&said.as_heard(), vendor)).collect();
    // What says whose words they are comes first, and last what says no more than that something is wrong.
    let weight = |meaning: &&Meaning| (meaning.of.is_some(), meaning.sentence.check != &PROVIDER_REFUSED);
    let meaning = meanings.iter().rev().max_by_key(weight);
    let another = is_another(there, shown.address, asked);
    meaning
        .map(|meaning| Meaning { passed_on: meaning.passed_on || another, ..meaning.clone() })
        .map(|meaning| meaning.finding("", &shown.said(), asked).expected("a page that leads back"))
        .or_else(|| shown.blank(asked))
}

/// Whether somebody else's page is shown: whoever was asked passed the person on.
fn is_another(there: Option<Vendor>, address: &Url, asked: &Asked) -> bool {
    let same = |there: Vendor, vendor: Vendor| {
        there == vendor
            || vocabularies().iter().any(|words| words.vendors.contains(&there) && words.vendors.contains(&vendor))
    };
    let own_host = Url::parse(&asked.issuer).is_ok_and(|issuer| issuer.host_str() == address.host_str());
    there.is_some_and(|there| !own_host && !asked.vendor.is_some_and(|vendor| same(there, vendor)))
}

/// By addresses of pages that software shows its errors at, on any host.
fn by_address_alone(address: &Url) -> Option<Vendor> {
    let path = address.path();
    let has = |name: &str| address.query_pairs().any(|(other, _)| other == name);
    match () {
        () if has("errorId") => Some(Vendor::IdentityServer),
        () if path.ends_with("/oauth2/fallbacks/error") => Some(Vendor::OryHydra),
        () if path.ends_with("/consent/completion") && has("error") => Some(Vendor::Authelia),
        () if path.contains("/XUI/") => Some(Vendor::ForgeRock),
        () => None,
    }
}

/// One of the places where a page says something.
struct Said {
    place: Place,
    status: Option<u16>,
    error: Option<String>,
    text: String,
}

impl Said {
    fn as_heard(&self) -> Heard<'_> {
        Heard { place: self.place, status: self.status, error: self.error.as_deref(), text: &self.text }
    }
}

impl Shown<'_> {
    fn heard(&self) -> Vec<Said> {
        let Shown { address, status, title, text } = *self;
        let page = format!("{} {}", title.unwrap_or_default(), text.unwrap_or_default());
        let query = address.query_pairs().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let place = format!("{}{}?{query}", address.host_str().unwrap_or_default(), address.path());
        let said = |place, status, error, text| Said { place, status, error, text };
        let mut all = vec![said(Place::Page, status, None, page), said(Place::Address, None, None, place)];
        if let Some(error) = self.parameter("error") {
            let description = self.parameter("error_description").unwrap_or_default();
            all.push(said(Place::Redirect, None, Some(error), description));
        }
        all
    }

    fn parameter(&self, name: &str) -> Option<String> {
        self.address.query_pairs().find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
    }

    /// In the provider's own words.
    fn said(&self) -> String {
        let status = self.status.filter(|status| *status >= 400).map(|status| status.to_string());
        let error = self.parameter("error");
        let description = error.as_ref().and_then(|_| self.parameter("error_description"));
        let own = [self.title, self.text].into_iter().flatten().map(|text| text.trim().to_owned());
        let parts = own.filter(|text| !text.is_empty()).chain(error).chain(description);
        let said = status.into_iter().chain(parts).collect::<Vec<_>>().join(": ");
        if said.is_empty() { "no words".to_owned() } else { said }
    }

    fn blank(&self, asked: &Asked) -> Option<Finding> {
        let empty = |text: Option<&str>| text.is_some_and(|text| text.trim().is_empty());
        let blank = empty(self.text) && self.title.is_none_or(|title| title.trim().is_empty());
        blank.then(|| {
            let host = self.address.host_str().unwrap_or_default();
            PAGE_BLANK
                .finding("", format!("{host} shows a page without a word on it."))
                .expected("a page that leads back")
                .got("a blank page")
                .remedy(format!(
                    "Test the same in the system’s browser. If a page comes there, {host} does not work in this window; if none comes, ask \
                     those who run {}.",
                    asked.issuer
                ))
        })
    }
}
