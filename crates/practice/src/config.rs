use std::fmt;

use chrono::TimeDelta;
use lintel_oidc::{Clock, Secret};

/// How to start the practice provider. The default takes the first free port from 4500 up and makes a new signing key.
#[derive(Debug, Clone)]
pub struct PracticeConfig {
    pub port: Port,
    /// The host in the issuer and in all endpoints. All loopback names are answered, whatever is chosen here.
    pub host: Host,
    /// A PKCS #8 RSA key in PEM. Without one, a key is generated at start.
    pub signing_key: Option<Secret>,
    /// Further redirect URIs, compared character by character, beside `/login/callback` on loopback hosts.
    pub redirect_uris: Vec<String>,
    pub clock: Clock,
}

impl Default for PracticeConfig {
    fn default() -> Self {
        PracticeConfig {
            // Below the ephemeral range, where an outgoing connection could take the port between two starts.
            port: Port::FirstFreeFrom(4500),
            host: Host::Localhost,
            signing_key: None,
            redirect_uris: Vec::new(),
            clock: Clock::system(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This port or none: for a provider whose address stands in a connection. 0 leaves the choice to the operating system.
    Exactly(u16),
    FirstFreeFrom(u16),
}

/// Between two ports of `localhost` everything is same-site. A provider on `127.0.0.1` is another site for a tenant on `localhost`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    Localhost,
    Ipv4,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Host::Localhost => "localhost",
            Host::Ipv4 => "127.0.0.1",
        })
    }
}

/// The one client that the practice provider knows. It never changes, because connections store it.
#[derive(Debug, Clone)]
pub struct PracticeClient {
    pub client_id: String,
    pub client_secret: Secret,
}

impl PracticeClient {
    pub(crate) fn well_known() -> Self {
        PracticeClient { client_id: CLIENT_ID.to_owned(), client_secret: Secret::new(CLIENT_SECRET) }
    }
}

pub(crate) const CLIENT_ID: &str = "practice-client";

/// Anybody may know it: what it opens is a set of made-up people on the same computer.
pub(crate) const CLIENT_SECRET: &str = "practice-secret-known-to-everybody";

/// Of ID tokens and access tokens.
pub(crate) const TOKEN_LIFETIME: TimeDelta = TimeDelta::hours(1);
