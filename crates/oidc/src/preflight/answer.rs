//! What the authorization endpoint answered first.

use http::header;
use url::{Url, form_urlencoded};

use super::form::{posted, unescaped};
use crate::{
    bidi::visible,
    http::Fetched,
    json::{self, NoJson},
    words::beginning,
};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// Back at the callback that was asked for.
    Back { error: Option<Said>, signed_in: bool },
    /// A page of the provider's.
    Page { status: u16, title: Option<String>, blames: Option<Blame> },
    /// Sent on to an address that is not the callback.
    Elsewhere { to: String, is_error: bool, blames: Option<Blame> },
    /// The server itself is out of order.
    Broken { status: u16 },
}

/// `error` and `error_description` of an authorization response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) error: String,
    pub(super) description: String,
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blame {
    Callback,
    Client,
    Channel,
    Pkce,
    Scopes,
}

/// How the provider takes the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    /// All of it is right, and somebody would have to sign in.
    Accepted,
    /// Client and callback are right, and something is wrong that the error names.
    Named,
    /// It stops at a page of errors.
    Stopped,
    /// It shows a page that may be its sign-in page.
    Asks,
    /// Nothing can be told.
    Silent,
}

impl Answer {
    /// `callback` is the redirect URI that was asked for.
    pub(super) fn read(answer: &Fetched, callback: &Url) -> Answer {
        let location = answer.headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
        match (answer.status, location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => match answer.url.join(&location) {
                Ok(to) if same_place(&to, callback) => Answer::back(&parameters(&to)),
                Ok(to) => Answer::elsewhere(&to),
                Err(_) => Answer::Elsewhere { to: beginning(&location), is_error: false, blames: None },
            },
            (500.., _) => Answer::Broken { status: answer.status },
            _ => Answer::page(answer, callback),
        }
    }

    fn back(parameters: &[(String, String)]) -> Answer {
        let value = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let error = value("error").filter(|error| !error.is_empty());
        let signed_in = ["code", "id_token", "response"].iter().any(|name| value(name).is_some());
        let description = value("error_description").unwrap_or_default();
        Answer::Back { error: error.map(|error| Said { error, description }), signed_in }
    }

    fn elsewhere(to: &Url) -> Answer {
        const MARKS: [&str; 5] = ["error", "errorid", "error_code", "errorcode", "error_description"];
        let is_error = to.query_pairs().any(|(name, _)| MARKS.contains(&name.to_ascii_lowercase().as_str()))
            || to.path().to_ascii_lowercase().split('/').any(|segment| segment.contains("error"));
        let said: String = to.query_pairs().map(|(name, value)| format!("{name}={value} ")).collect();
        let place = format!("{}{}", to.host_str().unwrap_or_default(), to.path());
        let blames = if is_error { blame(&said, true) } else { None };
        Answer::Elsewhere { to: visible(beginning(&place)), is_error, blames }
    }

    fn page(answer: &Fetched, callback: &Url) -> Answer {
        let text = String::from_utf8_lossy(&answer.body);
        if let Some(form) = posted(&text)
            && answer.url.join(&form.action).is_ok_and(|to| same_place(&to, callback))
        {
            return Answer::back(&form.fields);
        }
        let title = match json::read(&answer.body) {
            Err(NoJson::WebPage { title }) => title,
            Ok(json) => json.value.get("error").and_then(|error| error.as_str()).map(str::to_owned),
            Err(_) => text.lines().next().map(str::to_owned),
        };
        let title = title.map(|title| visible(beginning(unescaped(&title).trim()))).filter(|title| !title.is_empty());
        let blames = blame(&unescaped(&text), answer.status >= 400);
        Answer::Page { status: answer.status, title, blames }
    }

    pub(super) fn stance(&self) -> Stance {
        /// OpenID Connect Core 1.0, section 3.1.2.6.
        const NOBODY: [&str; 4] =
            ["login_required", "interaction_required", "consent_required", "account_selection_required"];
        match self {
            Answer::Back { error: Some(said), .. } if !NOBODY.contains(&said.error.as_str()) => Stance::Named,
            Answer::Back { error: None, signed_in: false } => Stance::Named,
            Answer::Back { .. } => Stance::Accepted,
            Answer::Page { status, blames, .. } if *status >= 400 || blames.is_some() => Stance::Stopped,
            Answer::Elsewhere { is_error: true, .. } => Stance::Stopped,
            Answer::Page { .. } | Answer::Elsewhere { .. } => Stance::Asks,
            Answer::Broken { .. } => Stance::Silent,
        }
    }

    /// What the refusal is about, where its words say so.
    pub(super) fn blames(&self) -> Option<Blame> {
        match self {
            Answer::Back { error: Some(said), .. } => said.blames(),
            Answer::Page { blames, .. } | Answer::Elsewhere { blames, .. } => *blames,
            _ => None,
        }
    }

    /// In a few words.
    pub(super) fn got(&self) -> String {
        match self {
            Answer::Back { error: Some(said), .. } => format!("Came back with {}", said.shown()),
            Answer::Back { signed_in: true, .. } => {
                "Came back signed in, without anybody being asked; what came was not used".to_owned()
            }
            Answer::Back { .. } => "Came back with neither a code nor an error".to_owned(),
            Answer::Page { status, title: Some(title), .. } => format!("{status} page, “{title}”"),
            Answer::Page { status, title: None, .. } => format!("{status} page"),
            Answer::Elsewhere { to, .. } => format!("Sent on to {to}"),
            Answer::Broken { status } => format!("{status}: the server is out of order"),
        }
    }
}

impl Said {
    pub(super) fn shown(&self) -> String {
        let all = if self.description.is_empty() {
            self.error.clone()
        } else {
            format!("{}: {}", self.error, self.description)
        };
        visible(beginning(&all))
    }

    fn blames(&self) -> Option<Blame> {
        let description = self.description.to_ascii_lowercase();
        match self.error.as_str() {
            // RFC 6749, section 4.1.2.1: this client may not use this way.
            "unsupported_response_type" | "unsupported_response_mode" | "unauthorized_client" => Some(Blame::Channel),
            "invalid_scope" => Some(Blame::Scopes),
            "invalid_request" if description.contains("code_challenge") || description.contains("pkce") => {
                Some(Blame::Pkce)
            }
            _ => None,
        }
    }
}

/// The same address, whatever its query: a provider adds to that.
fn same_place(one: &Url, other: &Url) -> bool {
    let place = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    place(one) == place(other) && one.path() == other.path()
}

/// Of query and fragment: a front channel answers in the latter where it is not told otherwise.
fn parameters(url: &Url) -> Vec<(String, String)> {
    let fragment = form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
    url.query_pairs().chain(fragment).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Codes of providers, which no other page has. They stand on pages with any status.
const CODES: [(&str, Blame); 6] = [
    ("aadsts50011", Blame::Callback),
    ("aadb2c90006", Blame::Callback),
    ("msis9224", Blame::Callback),
    ("aadsts700016", Blame::Client),
    ("aadb2c90018", Blame::Client),
    ("msis9223", Blame::Client),
];

/// Words that say it on a page of errors.
const WORDS: [(&str, Blame); 18] = [
    ("redirect_uri_mismatch", Blame::Callback),
    ("redirect_mismatch", Blame::Callback),
    ("invalid_redirect_uri", Blame::Callback),
    ("invalid parameter: redirect_uri", Blame::Callback),
    ("redirect uri error", Blame::Callback),
    ("redirect uri not registered", Blame::Callback),
    ("redirect_uri is not registered", Blame::Callback),
    ("redirect_uri did not match", Blame::Callback),
    ("unregistered redirect_uri", Blame::Callback),
    ("callback url mismatch", Blame::Callback),
    ("'redirect_uri' parameter must be", Blame::Callback),
    ("unknown client", Blame::Client),
    ("client not found", Blame::Client),
    ("client id error", Blame::Client),
    ("client is invalid", Blame::Client),
    ("oauth client was not found", Blame::Client),
    ("invalid value for 'client_id'", Blame::Client),
    ("errors.app.notfound", Blame::Client),
];

/// None where the words are of several things.
fn blame(text: &str, is_error: bool) -> Option<Blame> {
    let text = text.to_lowercase();
    let words: &[(&str, Blame)] = if is_error { &WORDS } else { &[] };
    let stands = |word: &str| {
        // A longer code begins like a shorter one.
        let whole = |(at, _): (usize, &str)| !text[at + word.len()..].starts_with(|next: char| next.is_ascii_digit());
        text.match_indices(word).any(whole)
    };
    let mut blames = CODES.iter().chain(words).filter(|(word, _)| stands(word)).map(|(_, blame)| *blame);
    let first = blames.next()?;
    blames.all(|other| other == first).then_some(first)
}
