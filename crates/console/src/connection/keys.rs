//! The keys with which a connection signs its client assertions. They hold no setting, so History says nothing of them.

use chrono::{DateTime, Utc};
use lintel_management::{ClientError, ConnectionKey};
use x509_parser::pem::parse_x509_pem;

use crate::{
    Console,
    view::{ConnectionKeyRow, ConnectionKeys, KeyState, Problem},
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
        let _turn = self.turn(id).await;
        self.client.create_connection_keys(id, Some(signing_alg)).await.map_err(|error| unanswered(error, "made"))?;
        self.connection_keys(id).await.map_err(|problem| unread(problem, "made"))
    }

    /// The next key takes over at once. The key that is next from then on is for `signing_alg`.
    pub async fn rotate_connection_keys(&self, id: &str, signing_alg: &str) -> Result<ConnectionKeys, Problem> {
        let _turn = self.turn(id).await;
        self.client
            .rotate_connection_keys(id, Some(signing_alg))
            .await
            .map_err(|error| unanswered(error, "rotated"))?;
        self.connection_keys(id).await.map_err(|problem| unread(problem, "rotated"))
    }
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
