//! The authorization requests of a preflight: those of a sign-in, for nobody, and with one value changed.

use url::{Url, form_urlencoded};

use crate::{
    Finding,
    metadata::ProviderMetadata,
    sign_in::{RedirectUri, RelyingParty, authorization_url},
};

pub(super) struct Asking {
    pub(super) url: Url,
    /// Where the answer would come.
    pub(super) callback: Url,
}

/// With `more`, that parameter has one character more.
pub(super) fn asking(
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    callback: &RedirectUri,
    more: Option<&str>,
) -> Result<Asking, Finding> {
    let rp = RelyingParty { redirect_uri: callback.clone(), ..rp.clone() };
    let mut url = authorization_url(&rp, provider)?;
    let query = url.query().unwrap_or_default().to_owned();
    // As it is written: an endpoint's own query stays byte for byte.
    let pairs = query.split('&').filter(|pair| named(pair, "prompt").is_none()).map(|pair| match more {
        Some(parameter) if named(pair, parameter).is_some() => format!("{pair}{MORE}"),
        _ => pair.to_owned(),
    });
    let query: Vec<String> = pairs.chain(["prompt=none".to_owned()]).collect();
    url.set_query(Some(&query.join("&")));
    let callback = match more {
        Some("redirect_uri") => Url::parse(&one_more(callback.as_str())).unwrap_or_else(|_| callback.url().clone()),
        _ => callback.url().clone(),
    };
    Ok(Asking { url, callback })
}

/// The character that a control has more.
const MORE: &str = "x";

/// The value of a control.
pub(super) fn one_more(value: &str) -> String {
    format!("{value}{MORE}")
}

fn named<'a>(pair: &'a str, name: &str) -> Option<&'a str> {
    form_urlencoded::parse(pair.as_bytes()).next().filter(|(own, _)| own == name).map(|_| pair)
}
