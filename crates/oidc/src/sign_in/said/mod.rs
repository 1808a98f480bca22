//! What providers say when they refuse, understood: a provider's own words first, the words that all of them use last.

mod asked;
mod phrase;
mod sentence;
mod shown;
mod told;
mod vocabulary;

use std::sync::LazyLock;

pub use self::{
    asked::Asked,
    phrase::Phrase,
    sentence::{Heard, Place, Retry, Sentence, Side},
    shown::{Shown, page},
    vocabulary::Vocabulary,
};
use crate::{discovery::Vendor, sign_in::checks::refused};

/// A file for each vendor, anybody's words last.
const FILES: &[&str] = &[
    include_str!("providers/ad-fs.words"),
    include_str!("providers/apple.words"),
    include_str!("providers/auth0.words"),
    include_str!("providers/authentik.words"),
    include_str!("providers/aws-cognito.words"),
    include_str!("providers/azure-ad-b2c.words"),
    include_str!("providers/dex.words"),
    include_str!("providers/entra-id.words"),
    include_str!("providers/forgerock.words"),
    include_str!("providers/gitlab.words"),
    include_str!("providers/google.words"),
    include_str!("providers/ibm-verify.words"),
    include_str!("providers/identityserver.words"),
    include_str!("providers/kanidm.words"),
    include_str!("providers/keycloak.words"),
    include_str!("providers/lemonldap.words"),
    include_str!("providers/line.words"),
    include_str!("providers/linkedin.words"),
    include_str!("providers/okta.words"),
    include_str!("providers/onelogin.words"),
    include_str!("providers/oracle.words"),
    include_str!("providers/ory.words"),
    include_str!("providers/paypal.words"),
    include_str!("providers/pingfederate.words"),
    include_str!("providers/pingone.words"),
    include_str!("providers/salesforce.words"),
    include_str!("providers/shibboleth.words"),
    include_str!("providers/simplesamlphp.words"),
    include_str!("providers/zitadel.words"),
    include_str!("providers/any.words"),
];

/// Whatever is understood.
pub fn vocabularies() -> &'static [Vocabulary] {
    static ALL: LazyLock<Vec<Vocabulary>> =
        LazyLock::new(|| FILES.iter().filter_map(|file| Vocabulary::parse(file).ok()).collect());
    &ALL
}

/// Whether this is the code of a finding that a provider's words are told by.
pub fn is_refusal(code: &str) -> bool {
    refused::ALL.iter().any(|check| check.code == code)
}

/// What was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    pub sentence: &'static Sentence,
    /// The words that say it, small: `aadsts50011`. Empty where error or status alone do.
    pub words: String,
    /// Whose words they are; none where anybody's.
    pub of: Option<Vendor>,
    /// They are passed on by the vendor that was asked: what is wrong is between those two.
    pub passed_on: bool,
    /// The meaning, or whose words they are, is not certain.
    pub likely: bool,
}

/// What it means: in the words of this vendor, by a code of another that it passes on, or in the words of all. Where the vendor is not
/// known, in those of the only one that says just that.
pub fn meaning(heard: &Heard<'_>, vendor: Option<Vendor>) -> Option<Meaning> {
    let whole = heard.whole();
    let of_anybody = |vocabulary: &&Vocabulary| vocabulary.vendors.is_empty();
    let (own, others): (Vec<&Vocabulary>, Vec<&Vocabulary>) = vocabularies()
        .iter()
        .filter(|vocabulary| !of_anybody(vocabulary))
        .partition(|vocabulary| vendor.is_some_and(|vendor| vocabulary.vendors.contains(&vendor)));
    let of_others = |phrase: &Phrase| if vendor.is_some() { phrase.is_code() } else { phrase.is_telling() };
    first(own.into_iter(), heard, &whole, |_| true, true)
        // The software of several is named by the one that was asked.
        .map(|meaning| Meaning { of: vendor, ..meaning })
        .or_else(|| {
            let mut told =
                others.into_iter().filter_map(|other| first([other].into_iter(), heard, &whole, of_others, false));
            let meaning = told.next()?;
            let certain = Phrase::new(&meaning.words).is_code();
            // Words of two are nobody's.
            (certain || told.next().is_none()).then(|| {
                let likely = meaning.likely || !certain;
                Meaning { passed_on: vendor.is_some(), likely, ..meaning }
            })
        })
        .or_else(|| first(vocabularies().iter().filter(of_anybody), heard, &whole, |_| true, true))
}

fn first(
    mut vocabularies: impl Iterator<Item = &'static Vocabulary>,
    heard: &Heard<'_>,
    whole: &str,
    counts: impl Fn(&Phrase) -> bool,
    without_words: bool,
) -> Option<Meaning> {
    vocabularies.find_map(|vocabulary| {
        vocabulary.sentences.iter().find_map(|sentence| {
            let words = sentence.found(heard, whole, &counts, without_words)?.to_owned();
            let of = vocabulary.vendors.first().copied();
            Some(Meaning { sentence, words, of, passed_on: false, likely: sentence.likely })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_and_its_ids_are_there_once() {
        let mut ids = Vec::new();
        for file in FILES {
            let vocabulary = Vocabulary::parse(file).unwrap_or_else(|error| panic!("{error}"));
            ids.extend(vocabulary.sentences.into_iter().map(|sentence| sentence.id));
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn each_sentence_is_found_by_each_of_its_words_and_samples_and_none_is_shadowed() {
        let mut wrong = Vec::new();
        for vocabulary in vocabularies() {
            for sentence in &vocabulary.sentences {
                let mut texts: Vec<String> =
                    sentence.says.iter().map(Phrase::sample).chain(sentence.samples.clone()).collect();
                if texts.is_empty() {
                    texts.push(String::new());
                }
                let errors: Vec<Option<&str>> = match sentence.errors.as_slice() {
                    [] => vec![None],
                    errors => errors.iter().map(|error| Some(error.as_str())).collect(),
                };
                for (text, error) in texts.iter().flat_map(|text| errors.iter().map(move |error| (text, *error))) {
                    for &place in &sentence.places {
                        let heard = Heard { place, status: sentence.statuses.first().copied(), error, text };
                        for vendor in vendors(vocabulary) {
                            let found = meaning(&heard, vendor).map_or("nothing", |meaning| &meaning.sentence.id);
                            if found != sentence.id {
                                wrong.push(format!(
                                    "{} at {place:?} of {vendor:?} gives {found}: {error:?} {text}",
                                    sentence.id
                                ));
                            }
                        }
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn vendors(vocabulary: &Vocabulary) -> Vec<Option<Vendor>> {
        match vocabulary.vendors.as_slice() {
            // A vendor without words of its own, so that anybody's are looked at.
            [] => vec![Some(Vendor::SapCloudIdentity)],
            vendors => vendors.iter().copied().map(Some).collect(),
        }
    }

    fn id(vendor: Option<Vendor>, place: Place, error: &str, text: &str) -> Option<&'static str> {
        let heard = Heard { place, status: None, error: Some(error), text };
        meaning(&heard, vendor).map(|meaning| meaning.sentence.id.as_str())
    }

    #[test]
    fn the_same_word_means_another_thing_at_another_provider() {
        let said = "Invalid client or Invalid client credentials";
        assert_eq!(id(Some(Vendor::Keycloak), Place::Token, "unauthorized_client", said), Some("KC-21"));
        assert_eq!(id(Some(Vendor::Keycloak), Place::Token, "invalid_client", said), Some("KC-20"));
        assert_eq!(id(Some(Vendor::SapCloudIdentity), Place::Token, "invalid_client", said), Some("GEN-T1"));
    }

    #[test]
    fn the_longest_code_wins_and_a_code_that_is_passed_on_is_known() {
        let said = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret \
                    value, not the client secret ID, for a secret added to app 'x'.";
        assert_eq!(id(Some(Vendor::EntraId), Place::Token, "invalid_client", said), Some("ENT-09"));
        assert_eq!(id(Some(Vendor::Okta), Place::Redirect, "access_denied", "AADSTS65004: declined"), Some("ENT-23"));
        assert_eq!(id(None, Place::Redirect, "access_denied", "AADSTS65004: declined"), Some("ENT-23"));
        assert_eq!(id(Some(Vendor::EntraId), Place::Redirect, "server_error", "AADSTS99999999: new"), Some("ENT-99"));
    }
}
