//! The rules of the provider check, by family.

pub(crate) mod answer;
pub(crate) mod capabilities;
pub(crate) mod endpoints;
pub(crate) mod issuer;
pub(crate) mod keys;
pub(crate) mod members;

use url::Url;

use super::document::Document;
use crate::finding::Check;
use crate::{Channel, Finding};

/// Every rule of the provider check.
pub fn catalogue() -> Vec<&'static Check> {
    [answer::ALL, members::ALL, issuer::ALL, endpoints::ALL, capabilities::ALL, keys::ALL].concat()
}

/// Every rule that a document alone can break. `url` is where the document was asked for; without it the issuer is compared
/// with nothing. `home` is where it came from, see [`Document::home`].
pub(crate) fn of_document(document: &Document, url: Option<&Url>, home: Option<&Url>) -> Vec<Outcome> {
    let mut outcomes = answer::of_document(document);
    outcomes.extend(members::check(document));
    outcomes.extend(issuer::check(document, url));
    outcomes.extend(endpoints::check(document, home));
    outcomes.extend(capabilities::check(document));
    outcomes
}

/// A broken rule, the channels it concerns and the word that stands for it in a channel's verdict.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) finding: Finding,
    pub(crate) channels: &'static [Channel],
    pub(crate) word: Option<Word>,
}

#[derive(Debug, Clone)]
pub(crate) enum Word {
    Missing(String),
    Invalid(String),
    Warning(String),
}

pub(crate) const FRONT: &[Channel] = &[Channel::FrontChannel];
pub(crate) const BACK: &[Channel] = &[Channel::BackChannel];
pub(crate) const BOTH: &[Channel] = &Channel::BOTH;

impl Outcome {
    pub(crate) fn missing(finding: Finding, channels: &'static [Channel], member: &str) -> Self {
        Outcome { finding, channels, word: Some(Word::Missing(member.to_owned())) }
    }

    pub(crate) fn invalid(finding: Finding, channels: &'static [Channel], member: &str, reason: &str) -> Self {
        Outcome { finding, channels, word: Some(Word::Invalid(format!("{member}({reason})"))) }
    }

    pub(crate) fn warning(finding: Finding, channels: &'static [Channel], word: impl Into<String>) -> Self {
        Outcome { finding, channels, word: Some(Word::Warning(word.into())) }
    }

    /// Warnings of a key set have words of their own, which are no words for a channel.
    pub(crate) fn without_warning(mut self) -> Self {
        self.word = self.word.filter(|word| !matches!(word, Word::Warning(_)));
        self
    }

    /// Worth saying, and no part of the verdict.
    pub(crate) fn aside(finding: Finding, channels: &'static [Channel]) -> Self {
        Outcome { finding, channels, word: None }
    }
}

/// `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            format!("{} and {}", first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}
