use std::time::Duration;

use serde::Serialize;
use url::Url;

use super::{
    breach::{Breach, Word},
    document::DiscoveryDocument,
    vendor::Vendor,
};
use crate::{Channel, Finding, keys::KeySet, words::listed};

/// What the check of a provider found.
#[derive(Debug, Clone)]
pub struct Report {
    /// Every URL tried, in order, with what came of it. Empty for a saved document.
    pub tried: Vec<Tried>,
    pub found: Option<Found>,
    pub front_channel: ChannelVerdict,
    pub back_channel: ChannelVerdict,
    /// Every finding, in the order of the document, of its keys and of the way there.
    pub findings: Vec<Finding>,
    /// Whether anything answered at all, be it an error page.
    pub reached: bool,
    pub elapsed: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    pub url: Url,
    /// `200`, `404 Not Found`, or the sentence that says why there was no answer.
    pub outcome: String,
}

/// A document that was found and parsed, sound or not.
#[derive(Debug, Clone)]
pub struct Found {
    /// The candidate that answered: the URL to save. Absent for a saved document of unknown origin.
    pub discovery_url: Option<Url>,
    /// Where the redirects from there ended.
    pub final_url: Option<Url>,
    pub document: DiscoveryDocument,
    /// Absent where keys were not read.
    pub key_set: Option<KeySetReport>,
    pub vendor: Option<Vendor>,
}

/// Whether a channel works with this provider. The words are those of the discovery corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChannelVerdict {
    /// A sign-in can succeed; warnings do not count.
    pub usable: bool,
    /// Why the document will not do, by its members, in one sentence; absent where it will.
    #[serde(skip)]
    pub refusal: Option<String>,
    /// Why a sign-in will fail although nothing is missing and nothing invalid, in words that follow "because".
    #[serde(skip)]
    pub fails: Option<String>,
    pub missing: Vec<String>,
    /// `member(reason)`
    pub invalid: Vec<String>,
    pub warnings: Vec<String>,
    /// Those of the report's findings that concern this channel.
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn channel(&self, channel: Channel) -> &ChannelVerdict {
        match channel {
            Channel::FrontChannel => &self.front_channel,
            Channel::BackChannel => &self.back_channel,
        }
    }

    pub(crate) fn new(
        tried: Vec<Tried>,
        found: Option<Found>,
        breaches: Vec<Breach>,
        reached: bool,
        elapsed: Duration,
    ) -> Self {
        Report {
            tried,
            found,
            front_channel: ChannelVerdict::of(Channel::FrontChannel, &breaches),
            back_channel: ChannelVerdict::of(Channel::BackChannel, &breaches),
            findings: breaches.into_iter().map(|breach| breach.finding).collect(),
            reached,
            elapsed,
        }
    }
}

impl ChannelVerdict {
    fn of(channel: Channel, breaches: &[Breach]) -> Self {
        let mut verdict = ChannelVerdict::default();
        for breach in breaches.iter().filter(|breach| breach.channels.contains(&channel)) {
            verdict.findings.push(breach.finding.clone());
            match &breach.word {
                Some(Word::Missing(member)) => verdict.missing.push(member.clone()),
                Some(Word::Invalid(member)) => verdict.invalid.push(member.clone()),
                Some(Word::Warning(word)) => verdict.warnings.push(word.clone()),
                Some(Word::Fails(because)) => drop(verdict.fails.get_or_insert_with(|| because.clone())),
                None => {}
            }
        }
        let complete = verdict.missing.is_empty() && verdict.invalid.is_empty();
        verdict.refusal = (!complete).then(|| refusal(channel, &verdict.missing, &verdict.invalid));
        verdict.usable = complete && verdict.fails.is_none();
        verdict
    }
}

fn refusal(channel: Channel, missing: &[String], invalid: &[String]) -> String {
    let named = |members: &[String]| listed(&members.iter().map(|member| format!("**{member}**")).collect::<Vec<_>>());
    let lacks = (!missing.is_empty()).then(|| format!("is missing {}", named(missing)));
    let spoils = (!invalid.is_empty()).then(|| format!("has a value that will not do in {}", named(invalid)));
    let needs = match missing.len() + invalid.len() {
        1 => "it".to_owned(),
        2 => "both".to_owned(),
        all => format!("all {all}"),
    };
    let faults: Vec<String> = lacks.into_iter().chain(spoils).collect();
    format!("The configuration {}. {} needs {needs}.", faults.join(" and "), channel.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_configuration_lacks_is_named_with_the_channel_that_needs_it() {
        let members = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let said =
            |missing: &[&str], invalid: &[&str]| refusal(Channel::BackChannel, &members(missing), &members(invalid));
        assert_eq!(
            said(&["jwks_uri", "token_endpoint"], &[]),
            "The configuration is missing **jwks_uri** and **token_endpoint**. Back Channel needs both."
        );
        assert_eq!(
            said(&["token_endpoint"], &["jwks_uri"]),
            "The configuration is missing **token_endpoint** and has a value that will not do in **jwks_uri**. Back Channel needs both."
        );
        assert_eq!(
            said(&["token_endpoint"], &[]),
            "The configuration is missing **token_endpoint**. Back Channel needs it."
        );
    }
}

/// A key set, judged.
#[derive(Debug, Clone)]
pub struct KeySetReport {
    pub set: KeySet,
    breaches: Vec<Breach>,
}

impl KeySetReport {
    pub(super) fn new(set: KeySet, breaches: Vec<Breach>) -> Self {
        KeySetReport { set, breaches }
    }

    pub fn usable_keys(&self) -> usize {
        self.set.keys().iter().filter(|key| key.usable).count()
    }

    pub fn findings(&self) -> Vec<Finding> {
        self.breaches.iter().map(|breach| breach.finding.clone()).collect()
    }

    /// `usable_signature_key`, where there is none.
    pub fn missing(&self) -> Vec<String> {
        self.words(|word| match word {
            Word::Missing(word) => Some(word),
            _ => None,
        })
    }

    /// In the discovery corpus's words.
    pub fn warnings(&self) -> Vec<String> {
        self.words(|word| match word {
            Word::Warning(word) => Some(word),
            _ => None,
        })
    }

    /// The same for the verdicts of the channels.
    pub(super) fn for_channels(&self) -> Vec<Breach> {
        self.breaches.iter().cloned().map(Breach::without_warning).collect()
    }

    /// Each once.
    fn words(&self, of_kind: impl Fn(&Word) -> Option<&String>) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in self.breaches.iter().filter_map(|breach| of_kind(breach.word.as_ref()?)) {
            if !words.contains(word) {
                words.push(word.clone());
            }
        }
        words
    }
}
