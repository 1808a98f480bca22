//! Everything that can be wrong with this provider. The rest of the crate is sound and hands its work through [`Dials`].

use std::{
    collections::BTreeSet,
    fmt,
    str::FromStr,
    sync::{PoisonError, RwLock},
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::token_error::TokenError;

/// One way in which the practice provider can be wrong. All are off at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dial {
    WrongIssuer,
    SecretRejected,
}

impl Dial {
    pub const ALL: [Dial; 2] = [Dial::WrongIssuer, Dial::SecretRejected];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.fault().name()
    }

    pub fn title(self) -> &'static str {
        self.fault().title()
    }

    pub fn description(self) -> &'static str {
        self.fault().description()
    }

    fn fault(self) -> &'static dyn Fault {
        match self {
            Dial::WrongIssuer => &WrongIssuer,
            Dial::SecretRejected => &SecretRejected,
        }
    }
}

impl fmt::Display for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Dial {
    type Err = UnknownDial;

    fn from_str(name: &str) -> Result<Self, UnknownDial> {
        Dial::ALL.into_iter().find(|dial| dial.name() == name).ok_or_else(|| UnknownDial(name.to_owned()))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no dial \"{0}\"; the dials are {names}", names = Dial::ALL.map(Dial::name).join(", "))]
pub struct UnknownDial(pub String);

/// A fault: what it is called, and what it changes in the work of a sound provider. What it does not name stays as it is.
trait Fault {
    fn name(&self) -> &'static str;
    fn title(&self) -> &'static str;
    fn description(&self) -> &'static str;

    fn discovery_document(&self, _document: &mut Map<String, Value>) {}

    fn id_token(&self, _claims: &mut Map<String, Value>) {}

    /// The token endpoint's decision on who is asking.
    fn client_authentication(&self, sound: Result<(), TokenError>) -> Result<(), TokenError> {
        sound
    }
}

struct WrongIssuer;

impl Fault for WrongIssuer {
    fn name(&self) -> &'static str {
        "wrong-issuer"
    }

    fn title(&self) -> &'static str {
        "Wrong issuer in the ID token"
    }

    fn description(&self) -> &'static str {
        "The ID token's issuer carries a path that the discovery document does not have, as when two versions of one provider are mixed."
    }

    fn id_token(&self, claims: &mut Map<String, Value>) {
        if let Some(Value::String(issuer)) = claims.get_mut("iss") {
            issuer.push_str("/v2.0");
        }
    }
}

struct SecretRejected;

impl Fault for SecretRejected {
    fn name(&self) -> &'static str {
        "secret-rejected"
    }

    fn title(&self) -> &'static str {
        "Client secret rejected"
    }

    fn description(&self) -> &'static str {
        "The token endpoint refuses the right client secret, as a provider does after a secret has expired."
    }

    fn client_authentication(&self, sound: Result<(), TokenError>) -> Result<(), TokenError> {
        sound.and_then(|()| Err(TokenError::wrong_secret()))
    }
}

/// The dials of one provider, as they are set now.
#[derive(Debug, Default)]
pub(crate) struct Dials(RwLock<BTreeSet<Dial>>);

impl Dials {
    pub(crate) fn on(&self) -> BTreeSet<Dial> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, dial: Dial, on: bool) {
        let mut dials = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if on {
            dials.insert(dial);
        } else {
            dials.remove(&dial);
        }
    }

    pub(crate) fn discovery_document(&self, mut document: Map<String, Value>) -> Map<String, Value> {
        self.on().into_iter().for_each(|dial| dial.fault().discovery_document(&mut document));
        document
    }

    pub(crate) fn id_token(&self, mut claims: Map<String, Value>) -> Map<String, Value> {
        self.on().into_iter().for_each(|dial| dial.fault().id_token(&mut claims));
        claims
    }

    pub(crate) fn client_authentication(&self, sound: Result<(), TokenError>) -> Result<(), TokenError> {
        self.on().into_iter().fold(sound, |decision, dial| dial.fault().client_authentication(decision))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_finds_its_dial_on_the_command_line_and_in_json() {
        for dial in Dial::ALL {
            assert_eq!(dial.name().parse(), Ok(dial));
            assert_eq!(serde_json::to_value(dial).expect("a name"), dial.name());
        }
    }

    #[test]
    fn an_unknown_name_lists_the_dials() {
        let refused = "wrong-isuer".parse::<Dial>().expect_err("no such dial");
        assert_eq!(
            refused.to_string(),
            "there is no dial \"wrong-isuer\"; the dials are wrong-issuer, secret-rejected"
        );
    }
}
