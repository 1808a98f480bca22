//! Authorization codes, and what came of them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use lintel_oidc::issuing::OneTime;

use super::Address;

/// How long a code can be redeemed.
const LIFETIME: Duration = Duration::from_secs(60);
const MOST: usize = 1000;
/// Codes that are remembered for as long as an access token of theirs may live, and revoked tokens.
const MOST_REMEMBERED: usize = 10_000;
pub(crate) const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_secs(86_400);

/// The organization that a person signed in to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// What a code stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grant {
    /// `jti` of the access token that it is for.
    pub(crate) token_id: String,
    pub(crate) client_id: String,
    pub(crate) address: Address,
    /// The ID of the connection that the user signed in through.
    pub(crate) connection_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) nonce: Option<String>,
    pub(crate) scope: Vec<&'static str>,
    pub(crate) user_id: String,
    pub(crate) organization: Option<Organization>,
    pub(crate) signed_in_at: DateTime<Utc>,
}

/// RFC 7636, section 4.3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    pub(crate) challenge: String,
    pub(crate) method: &'static str,
}

/// A code that comes a second time may have been stolen: the access token that it was redeemed for ends (RFC 6749, section 4.1.2).
/// A restart forgets codes and revocations.
#[derive(Debug)]
pub(crate) struct Codes {
    waiting: OneTime<Grant>,
    /// Of each code that was issued, redeemed or not.
    tokens: OneTime<Issued>,
    revoked: OneTime<()>,
}

#[derive(Debug)]
struct Issued {
    client_id: String,
    user_id: String,
    /// Of its access token.
    token_id: String,
}

/// What a code is to the application that brings it.
#[derive(Debug, PartialEq)]
pub(crate) enum Redeemed {
    Grant(Box<Grant>),
    /// It stays as good as it was, and so does what came of it: an application cannot spoil another one's sign-in.
    AnotherApplications,
    Spent,
}

impl Codes {
    pub(crate) fn new() -> Self {
        Codes {
            waiting: OneTime::new(LIFETIME, MOST),
            tokens: OneTime::new(ACCESS_TOKEN_LIFETIME, MOST_REMEMBERED),
            revoked: OneTime::new(ACCESS_TOKEN_LIFETIME, MOST_REMEMBERED),
        }
    }

    pub(crate) fn issue(&self, grant: Grant, now: DateTime<Utc>) -> String {
        let whose = Issued {
            client_id: grant.client_id.clone(),
            user_id: grant.user_id.clone(),
            token_id: grant.token_id.clone(),
        };
        let code = self.waiting.issue(grant, now);
        self.tokens.keep(code.clone(), whose, now);
        code
    }

    pub(crate) fn redeem(&self, code: &str, client_id: &str, now: DateTime<Utc>) -> Redeemed {
        if self.tokens.look(code, now, |issued| issued.client_id != client_id) == Some(true) {
            return Redeemed::AnotherApplications;
        }
        if let Some(grant) = self.waiting.redeem(code, now) {
            return Redeemed::Grant(Box::new(grant));
        }
        if let Some(issued) = self.tokens.redeem(code, now) {
            self.revoked.keep(issued.token_id, (), now);
        }
        Redeemed::Spent
    }

    /// Ends what the user signed in for: codes that wait, and access tokens.
    pub(crate) fn end_user(&self, user_id: &str, now: DateTime<Utc>) {
        self.waiting.take_out(|grant| grant.user_id == user_id);
        for issued in self.tokens.take_out(|issued| issued.user_id == user_id) {
            self.revoked.keep(issued.token_id, (), now);
        }
    }

    /// Whether the access token with this ID has ended early.
    pub(crate) fn is_revoked(&self, token_id: &str, now: DateTime<Utc>) -> bool {
        self.revoked.look(token_id, now, |()| ()).is_some()
    }
}
