use crate::{Channel, Finding};

/// A broken rule, the channels it concerns and the word that stands for it in a channel's verdict.
#[derive(Debug, Clone)]
pub(crate) struct Breach {
    pub(crate) finding: Finding,
    pub(crate) channels: &'static [Channel],
    pub(crate) word: Option<Word>,
}

#[derive(Debug, Clone)]
pub(crate) enum Word {
    Missing(String),
    Invalid(String),
    Warning(String),
    /// Nothing is wrong with the document, and a sign-in cannot succeed: why, in words that follow "because".
    Fails(String),
}

pub(crate) const FRONT: &[Channel] = &[Channel::FrontChannel];
pub(crate) const BACK: &[Channel] = &[Channel::BackChannel];
pub(crate) const BOTH: &[Channel] = &Channel::BOTH;

impl Breach {
    pub(crate) fn missing(finding: Finding, channels: &'static [Channel], member: &str) -> Self {
        Breach { finding, channels, word: Some(Word::Missing(member.to_owned())) }
    }

    pub(crate) fn invalid(finding: Finding, channels: &'static [Channel], member: &str, reason: &str) -> Self {
        Breach { finding, channels, word: Some(Word::Invalid(format!("{member}({reason})"))) }
    }

    pub(crate) fn warning(finding: Finding, channels: &'static [Channel], word: impl Into<String>) -> Self {
        Breach { finding, channels, word: Some(Word::Warning(word.into())) }
    }

    pub(crate) fn fails(finding: Finding, channels: &'static [Channel], because: impl Into<String>) -> Self {
        Breach { finding, channels, word: Some(Word::Fails(because.into())) }
    }

    /// Warnings of a key set have words of their own, which are no words for a channel.
    pub(crate) fn without_warning(mut self) -> Self {
        self.word = self.word.filter(|word| !matches!(word, Word::Warning(_)));
        self
    }

    /// Worth saying, and no part of the verdict.
    pub(crate) fn aside(finding: Finding, channels: &'static [Channel]) -> Self {
        Breach { finding, channels, word: None }
    }
}
