//! The keys with which a connection signs its client assertions. They are no setting: History has which were current and next, and nothing
//! to bring back.

use std::slice;

use chrono::{DateTime, Utc};
use lintel_management::{ClientError, ConnectionKey, Request};
use x509_parser::pem::parse_x509_pem;

use crate::{
    Console,
    change::{
        journal::{About, ChangeKind, ChangeState, Document, Subject},
        words::pointer,
    },
    field::{Change, plain},
    view::{ConnectionKeyRow, ConnectionKeys, FieldChange, KeyState, Problem},
};

impl Console {
    pub async fn connection_keys(&self, id: &str) -> Result<ConnectionKeys, Problem> {
        let name = self.read(id).await?.name;
        let mut keys = match self.client.connection_keys(id).await {
            Ok(keys) => keys,
            // How the API says that there are none yet.
            Err(refused) if refused.status() == Some(400) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        keys.sort_by_key(state);
        Ok(ConnectionKeys {
            jwks_url: format!("{}/oauth/connection/{name}/.well-known/jwks.json", self.url()),
            keys: keys.iter().map(ConnectionKeyRow::from).collect(),
        })
    }

    /// Makes the first keys, so that the provider can know them before they are used.
    pub async fn create_connection_keys(&self, id: &str, signing_alg: &str) -> Result<ConnectionKeys, Problem> {
        self.change_keys(id, Request::create_connection_keys(id, Some(signing_alg)), "made").await
    }

    /// The next key takes over at once. The key that is next from then on is for `signing_alg`.
    pub async fn rotate_connection_keys(&self, id: &str, signing_alg: &str) -> Result<ConnectionKeys, Problem> {
        self.change_keys(id, Request::rotate_connection_keys(id, Some(signing_alg)), "rotated").await
    }

    /// Sends it once that is written down.
    async fn change_keys(&self, id: &str, request: Request, done: &str) -> Result<ConnectionKeys, Problem> {
        let _turn = self.turn(id).await;
        let before = self.keys_document(id).await?;
        let (subject, about) = (Subject::Connection(id.to_owned()), About::sending(slice::from_ref(&request)));
        let entry = self.begin(subject, ChangeKind::Keys, &before, &before, about).await?;
        if let Err(error) = self.client.perform(&request).await {
            if error.did_nothing() {
                entry.settle(ChangeState::NotDone).await;
            }
            return Err(unanswered(error, done));
        }
        match self.connection_keys(id).await {
            Ok(keys) => {
                entry.settle_as(document(&keys.keys), vec![request]).await;
                Ok(keys)
            }
            Err(problem) => {
                entry.settle(ChangeState::Done).await;
                Err(unread(problem, done))
            }
        }
    }

    /// Which keys are current and next.
    pub(crate) async fn keys_document(&self, id: &str) -> Result<Document, Problem> {
        Ok(document(&self.connection_keys(id).await?.keys))
    }
}

const CURRENT: &str = "current";
const NEXT: &str = "next";

fn document(keys: &[ConnectionKeyRow]) -> Document {
    let place = |key: &ConnectionKeyRow| match key.state {
        KeyState::Current => Some((CURRENT.to_owned(), key.kid.clone().into())),
        KeyState::Next => Some((NEXT.to_owned(), key.kid.clone().into())),
        KeyState::Previous => None,
    };
    keys.iter().filter_map(place).collect()
}

/// The changes as History has them.
pub(crate) fn told(changes: &[Change]) -> Vec<FieldChange> {
    let line = |change: &Change| FieldChange {
        path: pointer(&change.path),
        label: if change.path.concat() == CURRENT { "Current key" } else { "Next key" }.to_owned(),
        before: change.before.as_ref().map(plain),
        after: change.after.as_ref().map(plain),
        meaning: None,
    };
    changes.iter().map(line).collect()
}

/// Whoever rotates once more because of a lost answer loses the key that the provider knows.
fn unanswered(error: ClientError, done: &str) -> Problem {
    match error.did_nothing() {
        true => error.into(),
        false => Problem::from(error)
            .remedy(format!("Whether the keys were {done} is not known. Read them again before you repeat it.")),
    }
}

fn unread(problem: Problem, done: &str) -> Problem {
    let message = format!("The keys were {done}, and could not be read since: {}", problem.message);
    Problem { message, ..problem }.remedy("Read them again. There is nothing to repeat.")
}

impl From<&ConnectionKey> for ConnectionKeyRow {
    fn from(key: &ConnectionKey) -> Self {
        ConnectionKeyRow {
            kid: key.kid.clone(),
            algorithm: key.algorithm.clone(),
            state: state(key),
            since: key.current_since.as_deref().and_then(|since| since.parse().ok()),
            expires: expires(&key.cert),
            problem: key.unreadable().map(str::to_owned),
        }
    }
}

fn state(key: &ConnectionKey) -> KeyState {
    match (key.current, key.next) {
        (true, _) => KeyState::Current,
        (_, true) => KeyState::Next,
        _ => KeyState::Previous,
    }
}

fn expires(certificate: &str) -> Option<DateTime<Utc>> {
    let (_, pem) = parse_x509_pem(certificate.as_bytes()).ok()?;
    DateTime::from_timestamp(pem.parse_x509().ok()?.validity().not_after.timestamp(), 0)
}
