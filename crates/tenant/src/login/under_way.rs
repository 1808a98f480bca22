use std::time::Duration;

use lintel_oidc::{issuing::OneTime, sign_in::AuthorizationResponse};

use super::transaction::{Transaction, Transactions};

/// How long a posted answer waits for the browser to follow the redirect, and how many do.
const PARKED_LIFETIME: Duration = Duration::from_secs(60);
const MOST_PARKED: usize = 64;
/// Bytes of a form that a browser brings, ID token included.
pub(super) const MAX_FORM: usize = 256 * 1024;

/// The sign-ins under way: kept in memory and bounded, so that a restart ends every one that was not finished and no page can fill it.
#[derive(Debug)]
pub(super) struct UnderWay {
    pub(super) transactions: Transactions<Transaction>,
    pub(super) parked: OneTime<AuthorizationResponse>,
}

impl UnderWay {
    pub(super) fn new() -> Self {
        UnderWay { transactions: Transactions::new(), parked: OneTime::new(PARKED_LIFETIME, MOST_PARKED) }
    }
}
