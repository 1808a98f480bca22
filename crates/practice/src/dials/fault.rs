//! What a dial is made of.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::{parameters::Parameters, token_error::TokenError};

/// The faults of one part of a provider's work.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) faults: &'static [Fault],
}

/// A fault: what it is called, and what it changes in the work of a sound provider. What it does not name stays as it is.
#[derive(Debug)]
pub(super) struct Fault {
    /// On the command line and in JSON.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) changes: &'static [Change],
}

#[derive(Debug)]
pub(super) enum Change {
    /// What comes over the wire from one path.
    Wire(&'static str, Wire),
    /// The provider's clock is ahead by so many seconds; behind where they are negative.
    Clock(i64),
    Document(fn(&mut Map<String, Value>)),
    /// The keys of the key set.
    Keys(fn(&mut Vec<Value>)),
    /// A key of its own signs, one for ES256, and stands in the key set alone.
    OwnKey,
    /// That key is published, and the one before it still signs.
    OwnKeyPublished,
    /// Stops an authorization request on the provider's own page: heading and text.
    Page(&'static str, &'static str),
    /// Refuses an authorization request before anybody is asked for a name.
    Request(fn(&Parameters) -> Option<Refused>),
    /// Refuses whoever has signed in.
    Person(Refused),
    /// The parameters of the authorization response.
    Response(fn(&mut Vec<(&'static str, String)>)),
    Mode(ResponseMode),
    /// Refuses a token request that a sound provider would answer.
    TokenRequest(fn(&Parameters) -> Option<TokenError>),
    Tokens(fn(&mut Map<String, Value>)),
    /// The ID token's header.
    Header(fn(&mut Map<String, Value>)),
    Claims(fn(&mut Map<String, Value>)),
    /// What is made of the ID token that was signed.
    IdToken(fn(&str) -> String),
    /// Signed with the client secret (HS256).
    SharedSecret,
    Userinfo(fn(&mut Map<String, Value>)),
    /// Userinfo is signed as an ID token is.
    UserinfoSigned,
}

#[derive(Debug)]
pub(super) enum Wire {
    /// This comes in place of any answer.
    Instead(Answer),
    /// A sound answer calls itself of this content type.
    CallsItself(&'static str),
    /// The answer waits so long.
    Late(Duration),
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) media: &'static str,
    /// One header more.
    pub(super) header: Option<(&'static str, &'static str)>,
    pub(super) body: &'static str,
}

/// An error in the authorization response, with its description.
pub(crate) type Refused = (&'static str, &'static str);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

impl Answer {
    /// A page that a proxy or a wrong address answers with.
    pub(super) const HTML: Answer = Answer {
        status: 200,
        media: "text/html; charset=utf-8",
        header: None,
        body: "<!DOCTYPE html><html lang=\"en\"><title>Welcome</title><p>Sign in to go on.</p></html>",
    };

    pub(super) const NOT_FOUND: Answer = Answer { status: 404, ..Answer::of_text("Not Found") };

    pub(super) const UNAVAILABLE: Answer = Answer { status: 503, ..Answer::of_text("Service Unavailable") };

    pub(super) const FAILED: Answer = Answer { status: 500, ..Answer::of_text("Internal Server Error") };

    const fn of_text(body: &'static str) -> Answer {
        Answer { status: 200, media: "text/plain", header: None, body }
    }
}

/// Where the provider answers.
pub(crate) mod path {
    pub(crate) const DISCOVERY: &str = "/.well-known/openid-configuration";
    pub(crate) const KEYS: &str = "/jwks.json";
    pub(crate) const TOKEN: &str = "/token";
    pub(crate) const USERINFO: &str = "/userinfo";
}
