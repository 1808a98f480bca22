//! A request as every language writes it: its address in parts, and its body as one text.

use lintel_management::{Method, Request};
use serde_json::Value;
use url::{Position, Url};

use super::{
    literal,
    names::{CONNECTION_ID, DOMAIN, Names},
};

/// Address and method hold only what is itself in the quotes of every language: letters, digits and `-._~:/?=&%+*{}`.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// Whether it goes over TLS; not at a tenant of this computer.
    pub(super) secure: bool,
    /// The tenant's host, with its port where that is not the usual one.
    pub(super) authority: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) value: Option<&'a Value>,
    /// Every line begins, after its indent, with a bracket, a quote, a digit, a minus or a word of JSON, and no line holds a character
    /// that cannot be seen.
    pub(super) body: Option<String>,
}

impl<'a> Call<'a> {
    pub(super) fn new(request: &'a Request, names: &Names) -> Self {
        let nowhere = Url::parse("https://nowhere.invalid").ok();
        let url = names.tenant.as_ref().or(nowhere.as_ref()).map(|base| request.url(base));
        let target = url.as_ref().map_or(request.path.as_str(), |url| &url[Position::BeforePath..]);
        let host = |tenant: &Url| tenant[Position::BeforeHost..Position::AfterPort].to_owned();
        Call {
            method: request.method,
            secure: names.tenant.as_ref().is_none_or(|tenant| tenant.scheme() == "https"),
            authority: names.tenant.as_ref().map_or_else(|| DOMAIN.to_owned(), host),
            target: target.replace("%7Bconnection_id%7D", CONNECTION_ID),
            value: request.body.as_ref(),
            body: request.body.as_ref().map(literal::json),
        }
    }

    pub(super) fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}{}", self.authority, self.target)
    }

    /// `Post`, as classes and enumerations have it.
    pub(super) fn method_capitalised(&self) -> String {
        let method = self.method.to_string();
        method[..1].to_owned() + &method[1..].to_lowercase()
    }

    /// Whether a placeholder stands in its address or its body.
    pub(super) fn names(&self, placeholder: &str) -> bool {
        self.target.contains(placeholder) || self.body.as_ref().is_some_and(|body| body.contains(placeholder))
    }
}
