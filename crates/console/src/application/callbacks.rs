//! Callback URLs of an application, as a person types them.

use lintel_oidc::http::is_loopback;
use lintel_tenant::REFUSED_CALLBACK_SCHEMES;
use url::{ParseError, Url};

use crate::{
    Console,
    view::{CallbackRemark, Problem},
};

impl Console {
    /// What is to be said of these callback URLs; nothing of those that will do.
    pub fn read_callbacks(&self, callbacks: &[String]) -> Vec<CallbackRemark> {
        callbacks.iter().filter_map(|callback| remark(callback.trim())).collect()
    }
}

/// Refuses a callback URL that no answer could be sent to.
pub(crate) fn sound(callback: &str) -> Result<(), Problem> {
    match remark(callback).filter(|remark| remark.refused) {
        None => Ok(()),
        Some(CallbackRemark { text, instead, .. }) => {
            let example = || "Enter an absolute URL, such as https://app.example.com/callback.".to_owned();
            Err(Problem::new("callback-invalid", text)
                .at("callbacks")
                .remedy(instead.map_or_else(example, |instead| format!("Use {instead}."))))
        }
    }
}

/// What is to be said of one of them: why it will not do as a redirection endpoint (RFC 6749, section 3.1.2), or what to mind.
fn remark(callback: &str) -> Option<CallbackRemark> {
    let say = |refused: bool, text: String, instead: Option<String>| {
        Some(CallbackRemark { url: callback.to_owned(), refused, text, instead })
    };
    let refuse = |why: &str| say(true, format!("“{callback}” is no callback URL: {why}."), None);
    if callback.is_empty() {
        return None;
    }
    if callback.contains(char::is_whitespace) {
        return refuse("it has a blank in it. Each URL stands in a line of its own");
    }
    if lacks_scheme(callback) {
        let instead = with_scheme(callback);
        let why = "it has no scheme, and what comes back is compared with it character by character";
        return say(true, format!("“{callback}” is no callback URL: {why}."), instead);
    }
    let url = match Url::parse(callback) {
        Ok(url) => url,
        Err(ParseError::EmptyHost) => return refuse("it has no host"),
        Err(ParseError::InvalidPort) => return refuse("its port is no number up to 65535"),
        Err(_) => return refuse("it is no absolute URL"),
    };
    if REFUSED_CALLBACK_SCHEMES.contains(&url.scheme()) {
        return refuse("no application answers at such an address");
    }
    if let Some((bare, _)) = callback.split_once('#') {
        let text = format!("“{callback}” is no callback URL: it has a fragment, the part from # on.");
        return say(true, text, Some(bare.to_owned()));
    }
    let web = matches!(url.scheme(), "http" | "https");
    if web && !callback[url.scheme().len()..].starts_with("://") {
        return refuse("its scheme is not followed by ://");
    }
    if callback.contains('*') {
        let text = "it is compared character by character here, and a * stands for itself alone. Auth0 takes one in place of a subdomain";
        return say(false, format!("“{callback}” has a *: {text}."), None);
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        let text = "whoever is on the way can read the code. Elsewhere than on this computer use https";
        return say(false, format!("“{callback}” is not encrypted: {text}."), None);
    }
    None
}

/// `localhost:4401/callback` reads as a URL of the scheme “localhost”, and `app.example.com/callback` as none.
fn lacks_scheme(text: &str) -> bool {
    match Url::parse(text) {
        Err(ParseError::RelativeUrlWithoutBase) => true,
        Err(_) => false,
        Ok(_) => {
            let rest = text.split_once(':').map(|(_, rest)| rest).unwrap_or_default();
            let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
            !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
        }
    }
}

/// The URL that was likely meant; none for a path.
fn with_scheme(text: &str) -> Option<String> {
    if text.starts_with(['/', '?', '#', '.', ':']) {
        return None;
    }
    let url = Url::parse(&format!("https://{text}")).ok()?;
    let scheme = if is_loopback(&url) { "http" } else { "https" };
    let named = is_loopback(&url) || url.host_str().is_some_and(|host| host.contains('.'));
    (named && url.fragment().is_none()).then(|| format!("{scheme}://{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_come_back_is_refused_and_what_was_meant_is_offered() {
        for (callback, why, instead) in [
            ("localhost:4401/login/callback", "no scheme", Some("http://localhost:4401/login/callback")),
            ("127.0.0.1:8080/cb", "no scheme", Some("http://127.0.0.1:8080/cb")),
            ("app.example.com/cb", "no scheme", Some("https://app.example.com/cb")),
            ("app.example.com:8443/cb", "no scheme", Some("https://app.example.com:8443/cb")),
            ("/callback", "no scheme", None),
            ("callback", "no scheme", None),
            ("https://app.example.com/cb#part", "fragment", Some("https://app.example.com/cb")),
            ("https://app.example.com/a b", "a blank", None),
            ("https://a.example/cb https://b.example/cb", "a blank", None),
            ("https:/app.example.com/cb", "://", None),
            ("https://", "no host", None),
            ("https://app.example.com:99999/cb", "port", None),
            ("JavaScript:alert(1)", "no application answers", None),
        ] {
            let remark = remark(callback).expect(callback);
            assert!(remark.refused && remark.text.contains(why), "{callback}: {remark:?}");
            assert_eq!(remark.instead.as_deref(), instead, "{callback}");
            assert!(sound(callback).is_err(), "{callback}");
        }
    }

    #[test]
    fn what_may_come_back_is_taken_and_what_to_mind_is_said() {
        for callback in [
            "https://app.example.com/cb",
            "http://localhost:3000/cb?x=1",
            "http://[::1]:3000/cb",
            "com.example.app:/callback",
            "com.example.app://callback",
            "",
        ] {
            assert_eq!(remark(callback), None, "{callback}");
        }
        for (callback, what) in
            [("http://app.example.com/cb", "not encrypted"), ("https://*.example.com/cb", "character by character")]
        {
            let remark = remark(callback).expect(callback);
            assert!(!remark.refused && remark.text.contains(what), "{callback}: {remark:?}");
            assert_eq!(sound(callback), Ok(()));
        }
    }
}
