use std::sync::{PoisonError, RwLock};

use chrono::TimeDelta;
use serde_json::{Map, Value};

use super::{
    dial::Dial,
    fault::{Change, Refused, ResponseMode, Wire},
};
use crate::{parameters::Parameters, token_error::TokenError};

/// The dials of one provider, as they are set now. Each way through it takes what is sound and gives what the dials make of it.
#[derive(Debug, Default)]
pub(crate) struct Dials(RwLock<Vec<Dial>>);

/// With which of the provider's keys something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    /// The one that it was started with, for RS256.
    First,
    /// One for ES256.
    Second,
    /// The client secret, for HS256.
    Secret,
}

impl Dials {
    /// Those that are on, in the order of all.
    pub(crate) fn on(&self) -> Vec<Dial> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, dial: Dial, on: bool) {
        let mut dials = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let others = |other: Dial| dials.contains(&other);
        *dials = Dial::all().filter(|&each| if each == dial { on } else { others(each) }).collect();
    }

    pub(crate) fn clock(&self) -> TimeDelta {
        let ahead =
            self.changes().filter_map(|change| if let Change::Clock(ahead) = change { Some(*ahead) } else { None });
        TimeDelta::seconds(ahead.sum())
    }

    pub(crate) fn discovery_document(&self, mut document: Map<String, Value>) -> Map<String, Value> {
        self.changes().for_each(|change| {
            if let Change::Document(spoil) = change {
                spoil(&mut document)
            }
        });
        document
    }

    /// The key that stands in the key set.
    pub(crate) fn published(&self) -> Signer {
        match self.changes().any(|change| matches!(change, Change::OwnKey | Change::OwnKeyPublished)) {
            true => Signer::Second,
            false => Signer::First,
        }
    }

    pub(crate) fn keys(&self, mut keys: Vec<Value>) -> Vec<Value> {
        self.changes().for_each(|change| {
            if let Change::Keys(spoil) = change {
                spoil(&mut keys)
            }
        });
        keys
    }

    /// What a request stops with on the provider's own page: heading and text.
    pub(crate) fn page(&self) -> Option<(&'static str, &'static str)> {
        self.changes()
            .find_map(|change| if let Change::Page(heading, text) = change { Some((*heading, *text)) } else { None })
    }

    pub(crate) fn request(&self, request: &Parameters) -> Option<Refused> {
        self.changes().find_map(|change| if let Change::Request(refuse) = change { refuse(request) } else { None })
    }

    /// Why nobody who signs in gets anything.
    pub(crate) fn person(&self) -> Option<Refused> {
        self.changes().find_map(|change| if let Change::Person(refused) = change { Some(*refused) } else { None })
    }

    pub(crate) fn response(&self, mut parameters: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
        self.changes().for_each(|change| {
            if let Change::Response(spoil) = change {
                spoil(&mut parameters)
            }
        });
        parameters
    }

    pub(crate) fn mode(&self, sound: ResponseMode) -> ResponseMode {
        self.changes().fold(sound, |mode, change| if let Change::Mode(other) = change { *other } else { mode })
    }

    pub(crate) fn token_request(&self, request: &Parameters) -> Result<(), TokenError> {
        let refused = self
            .changes()
            .find_map(|change| if let Change::TokenRequest(refuse) = change { refuse(request) } else { None });
        refused.map_or(Ok(()), Err)
    }

    pub(crate) fn tokens(&self, mut tokens: Map<String, Value>) -> Map<String, Value> {
        self.changes().for_each(|change| {
            if let Change::Tokens(spoil) = change {
                spoil(&mut tokens)
            }
        });
        tokens
    }

    pub(crate) fn signer(&self) -> Signer {
        self.changes().fold(Signer::First, |signer, change| match change {
            Change::OwnKey => Signer::Second,
            Change::SharedSecret => Signer::Secret,
            _ => signer,
        })
    }

    pub(crate) fn header(&self, mut header: Map<String, Value>) -> Map<String, Value> {
        self.changes().for_each(|change| {
            if let Change::Header(spoil) = change {
                spoil(&mut header)
            }
        });
        header
    }

    pub(crate) fn claims(&self, mut claims: Map<String, Value>) -> Map<String, Value> {
        self.changes().for_each(|change| {
            if let Change::Claims(spoil) = change {
                spoil(&mut claims)
            }
        });
        claims
    }

    pub(crate) fn id_token(&self, signed: String) -> String {
        self.changes()
            .fold(signed, |token, change| if let Change::IdToken(spoil) = change { spoil(&token) } else { token })
    }

    pub(crate) fn userinfo(&self, mut claims: Map<String, Value>) -> Map<String, Value> {
        self.changes().for_each(|change| {
            if let Change::Userinfo(spoil) = change {
                spoil(&mut claims)
            }
        });
        claims
    }

    pub(crate) fn signs_userinfo(&self) -> bool {
        self.changes().any(|change| matches!(change, Change::UserinfoSigned))
    }

    pub(super) fn wire(&self, path: &str) -> Vec<&'static Wire> {
        let of_path = |change: &'static Change| match change {
            Change::Wire(at, wire) if *at == path => Some(wire),
            _ => None,
        };
        self.changes().filter_map(of_path).collect()
    }

    fn changes(&self) -> impl Iterator<Item = &'static Change> {
        self.on().into_iter().flat_map(Dial::changes)
    }
}
