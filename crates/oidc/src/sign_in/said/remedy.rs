//! A meaning as it is told: with the values at hand, whose side it is and whether to try again.

use std::collections::HashMap;

use url::Url;

use super::{Meaning, Retry, Side};
use crate::{
    Finding,
    metadata::ProviderMetadata,
    sign_in::{authorization::AuthorizationRequest, relying_party::RelyingParty},
};

/// What stands for the placeholders of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    pub client_id: String,
    pub callback: String,
    pub issuer: String,
    pub scope: String,
}

impl Values {
    /// As they were sent.
    pub(in crate::sign_in) fn of(request: &AuthorizationRequest, provider: &ProviderMetadata) -> Values {
        let sent: HashMap<_, _> = request.url.query_pairs().into_owned().collect();
        let value = |name: &str| sent.get(name).cloned().unwrap_or_default();
        Values {
            client_id: value("client_id"),
            callback: value("redirect_uri"),
            issuer: provider.issuer.clone(),
            scope: value("scope"),
        }
    }

    pub(in crate::sign_in) fn of_client(rp: &RelyingParty, provider: &ProviderMetadata) -> Values {
        Values {
            client_id: rp.client_id.clone(),
            callback: rp.redirect_uri.as_str().to_owned(),
            issuer: provider.issuer.clone(),
            scope: rp.scope.clone(),
        }
    }

    /// The fix with the values. What a value itself says in braces stays.
    fn fill(&self, fix: &str, words: &str) -> String {
        let mut filled = String::new();
        let mut rest = fix;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            filled.push_str(&self.value(name, words));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str, words: &str) -> String {
        match name {
            "client_id" => self.client_id.clone(),
            "callback" => self.callback.clone(),
            "issuer" => self.issuer.clone(),
            "scope" => self.scope.clone(),
            "tenant" => {
                let first = |url: Url| url.path_segments().and_then(|mut path| path.next().map(str::to_owned));
                Url::parse(&self.issuer).ok().and_then(first).unwrap_or_else(|| self.issuer.clone())
            }
            "number" => words.trim_start_matches(|first: char| !first.is_ascii_digit()).to_owned(),
            other => format!("{{{other}}}"),
        }
    }
}

impl Meaning {
    /// The finding of a provider's own words; `said` is all that it said.
    pub(in crate::sign_in) fn finding(&self, member: &str, said: &str) -> Finding {
        let whose = self.of.map_or_else(|| "The provider".to_owned(), |vendor| vendor.to_string());
        let likely = if self.likely { "most likely " } else { "" };
        let (means, said) = (&self.sentence.means, said.trim_end_matches('.'));
        self.sentence
            .check
            .finding(member, format!("{whose} refused, {likely}because of this: {means}. It said {said}."))
    }

    /// What to do, where, and whether to try again.
    pub(in crate::sign_in) fn remedy(&self, values: &Values) -> String {
        let fix = values.fill(&self.sentence.fix, &self.words);
        if self.of.is_none() {
            return fix;
        }
        let side = match self.sentence.side {
            Side::Connection => "In this connection",
            Side::Application => "At the client’s registration there",
            Side::Directory => "In the provider’s directory",
            Side::Person => "With this person",
            Side::Network => "On the way, in network or browser",
            Side::Provider => "On the provider’s side",
        };
        let retry = match self.sentence.retry {
            Retry::Never => "Trying again before is useless.",
            Retry::Afresh => "Then start the sign-in afresh.",
            Retry::Later => "Wait a while before trying again.",
            Retry::Person => "Another account, or a step of the person’s, is needed before trying again.",
            Retry::Expected => "Nothing is wrong with client ID and callback URL.",
        };
        format!("{side}: {fix} {retry}")
    }
}
