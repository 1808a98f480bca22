//! A file of `providers`: whose words they are, and sentence by sentence what they mean.
//!
//! ```text
//! # Keycloak
//!
//! [KC-21] secret-wrong: token, connection, no retry
//! error: unauthorized_client
//! says: Invalid client or Invalid client credentials
//! means: the client secret is wrong, has ended or did not arrive
//! fix: Paste the secret from the Credentials tab of client {client_id}. One that was rotated ends after a while.
//! like: Invalid client or Invalid client credentials
//! ```
//!
//! The first line names the vendors, the first of a sentence its ID and what it says of every sign-in: the finding, where the words are
//! said, whose side it is, whether to try again, and `likely` where the meaning is not certain. `says`, `error` and `status` have to hold
//! all; alternatives stand between bars. Where several sentences fit, the first is meant. `means` follows "refused:" and "because".

use serde::{Deserialize, de::value::StrDeserializer};

use super::{
    phrase::Phrase,
    sentence::{Place, Retry, Sentence, Side},
};
use crate::{discovery::Vendor, finding::Check, sign_in::checks};

/// The words of a vendor, or of several that run the same software. Of no vendor: anybody's.
#[derive(Debug, Clone, PartialEq)]
pub struct Vocabulary {
    pub vendors: Vec<Vendor>,
    pub sentences: Vec<Sentence>,
}

impl Vocabulary {
    /// `Err` says which line is not understood.
    pub(super) fn parse(text: &str) -> Result<Vocabulary, String> {
        let mut blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
        let title = blocks.next().and_then(|title| title.strip_prefix("# ")).ok_or("a file begins with its vendors")?;
        let vendors = if title == "Any provider" { Ok(Vec::new()) } else { title.split(", ").map(vendor).collect() };
        let sentences = blocks.filter(|block| !block.starts_with("# ")).map(sentence).collect::<Result<_, _>>()?;
        Ok(Vocabulary { vendors: vendors?, sentences })
    }
}

fn vendor(name: &str) -> Result<Vendor, String> {
    let name: StrDeserializer<'_, serde::de::value::Error> = StrDeserializer::new(name);
    Vendor::deserialize(name).map_err(|error| error.to_string())
}

fn sentence(block: &str) -> Result<Sentence, String> {
    let (head, lines) = block.split_once('\n').ok_or_else(|| format!("a sentence of one line: {block}"))?;
    let mut sentence = beginning(head).ok_or_else(|| format!("not the beginning of a sentence: {head}"))?;
    for line in lines.lines() {
        let (label, value) = line.split_once(": ").ok_or_else(|| format!("a line without a label: {line}"))?;
        let any = || value.split(" | ");
        match label {
            "says" => sentence.says = any().map(Phrase::new).collect(),
            "error" => sentence.errors = any().map(str::to_owned).collect(),
            "status" => {
                let statuses = any().map(str::parse).collect::<Result<_, _>>();
                sentence.statuses = statuses.map_err(|error| format!("{error}: {line}"))?;
            }
            "means" => value.clone_into(&mut sentence.means),
            "fix" => value.clone_into(&mut sentence.fix),
            "like" => sentence.samples.push(value.to_owned()),
            _ => return Err(format!("a label that is none: {line}")),
        }
    }
    let goes_by = sentence.says.len() + sentence.errors.len() + sentence.statuses.len();
    if goes_by == 0 || sentence.means.is_empty() || sentence.fix.is_empty() {
        return Err(format!("a sentence that lacks something: {head}"));
    }
    Ok(sentence)
}

/// `[KC-21] secret-wrong: token, connection, no retry`
fn beginning(head: &str) -> Option<Sentence> {
    let (id, rest) = head.strip_prefix('[')?.split_once("] ")?;
    let (code, words) = rest.split_once(": ")?;
    let (mut places, mut side, mut retry, mut likely) = (Vec::new(), None, None, false);
    for word in words.split(", ") {
        match word {
            "redirect" => places.push(Place::Redirect),
            "page" => places.push(Place::Page),
            "address" => places.push(Place::Address),
            "token" => places.push(Place::Token),
            "userinfo" => places.push(Place::Userinfo),
            "connection" => side = Some(Side::Connection),
            "application" => side = Some(Side::Application),
            "directory" => side = Some(Side::Directory),
            "person" => side = Some(Side::Person),
            "network" => side = Some(Side::Network),
            "provider" => side = Some(Side::Provider),
            "no retry" => retry = Some(Retry::Never),
            "afresh" => retry = Some(Retry::Afresh),
            "later" => retry = Some(Retry::Later),
            "another person" => retry = Some(Retry::Person),
            "expected" => retry = Some(Retry::Expected),
            "likely" => likely = true,
            _ => return None,
        }
    }
    Some(Sentence {
        id: id.to_owned(),
        check: check(code)?,
        places: (!places.is_empty()).then_some(places)?,
        side: side?,
        retry: retry?,
        likely,
        says: Vec::new(),
        errors: Vec::new(),
        statuses: Vec::new(),
        means: String::new(),
        fix: String::new(),
        samples: Vec::new(),
    })
}

fn check(code: &str) -> Option<&'static Check> {
    [checks::refused::ALL, checks::response::ALL, checks::token::ALL, checks::userinfo::ALL]
        .into_iter()
        .flatten()
        .find(|check| check.code == code)
        .copied()
}
