use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use lintel_oidc::issuing;

use crate::people::Person;

/// Codes that wait, and access tokens that live, at once.
pub(crate) const MOST: usize = 500;

/// Access tokens while they live. They work many times, unlike codes; the one that ends first makes room for one too many.
#[derive(Default)]
pub(crate) struct AccessTokens(Mutex<HashMap<String, Access>>);

#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) person: Person,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: DateTime<Utc>,
    pub(crate) code: String,
}

impl AccessTokens {
    pub(crate) fn issue(&self, access: Access, now: DateTime<Utc>) -> String {
        let token = issuing::token(43);
        let mut tokens = self.lock();
        tokens.retain(|_, access| access.expires > now);
        if tokens.len() >= MOST
            && let Some(first) = tokens.iter().min_by_key(|(_, access)| access.expires).map(|(token, _)| token.clone())
        {
            tokens.remove(&first);
        }
        tokens.insert(token.clone(), access);
        token
    }

    pub(crate) fn revoke_issued_for(&self, code: &str) {
        self.lock().retain(|_, access| access.code != code);
    }

    pub(crate) fn find(&self, token: &str, now: DateTime<Utc>) -> Option<Access> {
        self.lock().get(token).filter(|access| access.expires > now).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Access>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessTokens").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "nothing here depends on what time it is")]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::people;

    fn access(expires: DateTime<Utc>) -> Access {
        let person = people::find("ada-lovelace").expect("Ada");
        Access { person, scopes: Vec::new(), expires, code: "a-code".to_owned() }
    }

    #[test]
    fn the_access_token_that_ends_first_makes_room_for_one_too_many() {
        let now = Utc::now();
        let tokens = AccessTokens::default();
        let first = tokens.issue(access(now + TimeDelta::seconds(1)), now);
        let others: Vec<String> = (0..MOST).map(|_| tokens.issue(access(now + TimeDelta::seconds(2)), now)).collect();
        assert!(tokens.find(&first, now).is_none());
        assert!(others.iter().all(|token| tokens.find(token, now).is_some()));
    }

    #[test]
    fn an_access_token_ends_when_it_says() {
        let now = Utc::now();
        let tokens = AccessTokens::default();
        let token = tokens.issue(access(now + TimeDelta::seconds(1)), now);
        assert!(tokens.find(&token, now).is_some());
        assert!(tokens.find(&token, now + TimeDelta::seconds(1)).is_none());
    }
}
