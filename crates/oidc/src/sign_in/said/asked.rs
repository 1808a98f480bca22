//! What a provider was asked with.

use std::collections::HashMap;

use url::Url;

use crate::{
    discovery::{Vendor, vendor, vendor_of},
    metadata::ProviderMetadata,
    sign_in::{authorization::AuthorizationRequest, relying_party::RelyingParty},
};

/// Who was asked with which values: they stand in the meaning and the fix of what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// None where it is not known.
    pub vendor: Option<Vendor>,
    pub client_id: String,
    pub callback: String,
    pub issuer: String,
    /// Blanks between.
    pub scope: String,
}

impl Asked {
    /// Of whoever has this issuer, where nothing more of the provider is at hand.
    pub fn at(issuer: &str, client_id: &str, callback: &str, scope: &str) -> Asked {
        Asked {
            vendor: vendor(None, Some(issuer), None),
            client_id: client_id.to_owned(),
            callback: callback.to_owned(),
            issuer: issuer.to_owned(),
            scope: scope.to_owned(),
        }
    }

    /// As it was sent.
    pub(in crate::sign_in) fn by(request: &AuthorizationRequest, provider: &ProviderMetadata) -> Asked {
        let sent: HashMap<_, _> = request.url.query_pairs().into_owned().collect();
        let value = |name: &str| sent.get(name).cloned().unwrap_or_default();
        Asked {
            vendor: vendor_of(provider),
            client_id: value("client_id"),
            callback: value("redirect_uri"),
            issuer: provider.issuer.clone(),
            scope: value("scope"),
        }
    }

    pub(in crate::sign_in) fn by_client(rp: &RelyingParty, provider: &ProviderMetadata) -> Asked {
        Asked {
            vendor: vendor_of(provider),
            client_id: rp.client_id.clone(),
            callback: rp.redirect_uri.as_str().to_owned(),
            issuer: provider.issuer.clone(),
            scope: rp.scope.clone(),
        }
    }

    /// The text with the values. What a value itself says in braces stays.
    pub(super) fn fill(&self, text: &str, words: &str) -> String {
        fill(text, |name| match name {
            "client_id" => self.client_id.clone(),
            "callback" => self.callback.clone(),
            "issuer" => self.issuer.clone(),
            "scope" => self.scope.clone(),
            "tenant" => self.tenant(),
            _ => of_words(name, words),
        })
    }

    /// The same where another provider was asked with values of its own.
    pub(super) fn fill_for_another(text: &str, words: &str) -> String {
        fill(text, |name| match name {
            "client_id" => "of its own".to_owned(),
            "callback" => "its own callback URL".to_owned(),
            "issuer" => "its own issuer".to_owned(),
            "scope" => "its own scopes".to_owned(),
            "tenant" => "the other tenant".to_owned(),
            _ => of_words(name, words),
        })
    }

    /// Of issuers that name it in their path.
    fn tenant(&self) -> String {
        let first = |url: Url| url.path_segments().and_then(|mut path| path.next().map(str::to_owned));
        Url::parse(&self.issuer).ok().and_then(first).unwrap_or_else(|| self.issuer.clone())
    }
}

fn fill(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        filled.push_str(&value(name));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn of_words(name: &str, words: &str) -> String {
    match name {
        "number" => words.trim_start_matches(|first: char| !first.is_ascii_digit()).to_owned(),
        "code" => words.to_ascii_uppercase(),
        other => format!("{{{other}}}"),
    }
}
