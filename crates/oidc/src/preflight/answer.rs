//! What the authorization endpoint answered first.

use http::header;
use url::{Url, form_urlencoded};

use super::form::{posted, unescaped};
use crate::{
    bidi::visible,
    discovery::Vendor,
    http::Fetched,
    json::{self, NoJson},
    sign_in::said::{Heard, Place, meaning},
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
    blames: Option<Blame>,
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
    pub(super) fn read(answer: &Fetched, callback: &Url, vendor: Option<Vendor>) -> Answer {
        let location = answer.headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
        match (answer.status, location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => match answer.url.join(&location) {
                Ok(to) if same_place(&to, callback) => Answer::back(&parameters(&to), vendor),
                Ok(to) => Answer::elsewhere(&to, vendor),
                Err(_) => Answer::Elsewhere { to: beginning(&location), is_error: false, blames: None },
            },
            (500.., _) => Answer::Broken { status: answer.status },
            _ => Answer::page(answer, callback, vendor),
        }
    }

    fn back(parameters: &[(String, String)], vendor: Option<Vendor>) -> Answer {
        let value = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let error = value("error").filter(|error| !error.is_empty());
        let signed_in = ["code", "id_token", "response"].iter().any(|name| value(name).is_some());
        let description = value("error_description").unwrap_or_default();
        Answer::Back { error: error.map(|error| Said::new(error, description, vendor)), signed_in }
    }

    fn elsewhere(to: &Url, vendor: Option<Vendor>) -> Answer {
        const MARKS: [&str; 5] = ["error", "errorid", "error_code", "errorcode", "error_description"];
        let is_error = to.query_pairs().any(|(name, _)| MARKS.contains(&name.to_ascii_lowercase().as_str()))
            || to.path().to_ascii_lowercase().split('/').any(|segment| segment.contains("error"));
        let said: String = to.query_pairs().map(|(name, value)| format!("{name}={value} ")).collect();
        let place = format!("{}{}", to.host_str().unwrap_or_default(), to.path());
        let blames = if is_error { blame(Place::Address, None, (None, &said), vendor) } else { None };
        Answer::Elsewhere { to: visible(beginning(&place)), is_error, blames }
    }

    fn page(answer: &Fetched, callback: &Url, vendor: Option<Vendor>) -> Answer {
        let text = String::from_utf8_lossy(&answer.body);
        if let Some(form) = posted(&text)
            && answer.url.join(&form.action).is_ok_and(|to| same_place(&to, callback))
        {
            return Answer::back(&form.fields, vendor);
        }
        let title = match json::read(&answer.body) {
            Err(NoJson::WebPage { title }) => title,
            Ok(json) => json.value.get("error").and_then(|error| error.as_str()).map(str::to_owned),
            Err(_) => text.lines().next().map(str::to_owned),
        };
        let title = title.map(|title| visible(beginning(unescaped(&title).trim()))).filter(|title| !title.is_empty());
        let blames = blame(Place::Page, Some(answer.status), (None, &words(&text)), vendor);
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
            Answer::Back { error: Some(said), .. } => said.blames,
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
    fn new(error: String, description: String, vendor: Option<Vendor>) -> Self {
        let small = description.to_ascii_lowercase();
        let blames = match error.as_str() {
            // RFC 6749, section 4.1.2.1, and OAuth 2.0 Multiple Response Type Encoding Practices: this client may not use this way.
            "unsupported_response_type" | "unsupported_response_mode" => Some(Blame::Channel),
            "invalid_scope" => Some(Blame::Scopes),
            // RFC 7636, section 4.4.1.
            "invalid_request"
                if ["code_challenge", "code challenge", "pkce"].iter().any(|word| small.contains(word)) =>
            {
                Some(Blame::Pkce)
            }
            error => blame(Place::Redirect, None, (Some(error), &description), vendor),
        };
        Said { error, description, blames }
    }

    pub(super) fn shown(&self) -> String {
        let all = if self.description.is_empty() {
            self.error.clone()
        } else {
            format!("{}: {}", self.error, self.description)
        };
        visible(beginning(&all))
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

/// What these words of the provider are about, where they say it. `at` is where they stand; a page that is no page of errors speaks by
/// the codes of providers alone, since a sign-in page may have any word.
fn blame(at: Place, status: Option<u16>, said: (Option<&str>, &str), vendor: Option<Vendor>) -> Option<Blame> {
    let (error, text) = said;
    let meaning = meaning(&Heard { place: at, status, error, text }, vendor)?;
    let is_code = meaning.words.contains(|character: char| character.is_ascii_digit());
    if at == Place::Page && status.is_none_or(|status| status < 400) && !is_code {
        return None;
    }
    Some(match meaning.sentence.check.code {
        "callback-not-registered" => Blame::Callback,
        "client-unknown" | "client-disabled" => Blame::Client,
        "flow-not-allowed" => Blame::Channel,
        "pkce-refused" => Blame::Pkce,
        "scope-refused" => Blame::Scopes,
        _ => return None,
    })
}

/// What a page says, and its scripts: some pages are data that a script shows.
fn words(page: &str) -> String {
    let texts = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text).trim());
    unescaped(&texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "))
}
