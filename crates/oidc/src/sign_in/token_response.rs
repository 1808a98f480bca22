//! The token response (RFC 6749, sections 5.1 and 5.2; OpenID Connect Core 1.0, section 3.1.3.3).

use http::header::{LOCATION, WWW_AUTHENTICATE};
use serde_json::{Map, Value};
use url::Url;

use super::{
    came::{self, NoObject},
    checks::{
        answer::of_json,
        token::{ID_TOKEN_MISSING, TOKEN_RESPONSE_ODD},
    },
    diagnosis::{self, TokenError},
    relying_party::RelyingParty,
    tokens::Tokens,
};
use crate::{Finding, Secret, http::Fetched, json::a_json_type, metadata::ProviderMetadata, words::beginning};

/// The tokens, with what is odd about the answer that brought them and hinders nothing.
pub(super) fn read(
    answer: &Fetched,
    endpoint: &Url,
    rp: &RelyingParty,
    provider: &ProviderMetadata,
) -> Result<(Tokens, Vec<Finding>), Finding> {
    let header = |name| answer.headers.get(name).and_then(|value| value.to_str().ok());
    let challenge = header(WWW_AUTHENTICATE);
    let refused = |error: &str, description: Option<&str>| {
        diagnosis::token_error(&TokenError { status: answer.status, error, description, challenge }, rp, provider)
    };
    let unreadable = |came: &str| diagnosis::no_tokens(answer, endpoint, came, rp, provider);
    let members = match came::object(answer) {
        Ok(members) => members,
        Err(NoObject::Refused(error)) => {
            let shape = of_json("token_endpoint", "The token response", &error);
            return Err(shape.unwrap_or_else(|| unreadable("JSON that is not taken")));
        }
        Err(NoObject::Came(came)) => {
            let form = came::form(&answer.body).unwrap_or_default();
            let said = |name: &str| form.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
            return Err(match (said("error"), challenge) {
                (Some(error), _) => refused(error, said("error_description")),
                (None, Some(challenge)) if answer.status == 401 => diagnosis::challenged(challenge, rp, provider),
                (None, _) => match header(LOCATION).filter(|_| (300..=399).contains(&answer.status)) {
                    Some(place) => unreadable(&format!("a redirect to {place}")),
                    None => unreadable(&came),
                },
            });
        }
    };
    match members.get("error") {
        None | Some(Value::Null) => {}
        Some(Value::String(error)) if !error.is_empty() => {
            return Err(refused(error, members.get("error_description").and_then(Value::as_str)));
        }
        Some(other) if !answer.is_success() => return Err(refused(&beginning(&other.to_string()), None)),
        Some(_) => {}
    }
    // Okta's own form of an error.
    let own = |name: &str| members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(code) = own("errorCode") {
        return Err(refused(code, own("errorSummary")));
    }
    if !answer.is_success() {
        return Err(match challenge.filter(|_| answer.status == 401) {
            Some(challenge) => diagnosis::challenged(challenge, rp, provider),
            None => unreadable(&format!("{}, and no error", names(&members))),
        });
    }
    let id_token = id_token(&members)?;
    let text = |member: &str| members.get(member).and_then(Value::as_str).filter(|text| !text.is_empty());
    let tokens = Tokens {
        id_token,
        access_token: text("access_token").map(Secret::new),
        token_type: match members.get("token_type") {
            None | Some(Value::Null) => None,
            Some(Value::String(said)) => Some(said.clone()),
            Some(other) => Some(other.to_string()),
        },
    };
    Ok((tokens, oddities(answer, &members)))
}

fn id_token(members: &Map<String, Value>) -> Result<Secret, Finding> {
    let (message, got) = match members.get("id_token") {
        Some(Value::String(token)) if !token.is_empty() => return Ok(Secret::new(token.as_str())),
        None => ("The token response carries no ID token.".to_owned(), names(members)),
        Some(Value::String(_)) => {
            ("The token response carries an empty id_token.".to_owned(), "an empty text".to_owned())
        }
        Some(Value::Null) => ("The token response carries id_token null.".to_owned(), "null".to_owned()),
        Some(other) => {
            let kind = a_json_type(other);
            (format!("The id_token of the token response is {kind} and not text."), kind)
        }
    };
    Err(ID_TOKEN_MISSING
        .finding("id_token", message)
        .expected("id_token")
        .got(got)
        .remedy("Request the openid scope and allow it for this client. If it is, this server speaks OAuth 2.0 only."))
}

/// What breaks RFC 6749, section 5.1, and can be read all the same.
fn oddities(answer: &Fetched, members: &Map<String, Value>) -> Vec<Finding> {
    let odd = |member: &str, message: String, expected: &str, got: String| {
        TOKEN_RESPONSE_ODD.finding(member, message).expected(expected).got(got).remedy(
            "Nothing for this sign-in. Tell those who run the provider: stricter programs refuse such a response.",
        )
    };
    let mut odds = Vec::new();
    if let Some(media) = came::other_type(answer) {
        let message = format!("The token response is JSON and does not call itself so ({media}).");
        odds.push(odd("Content-Type", message, "application/json", media.to_owned()));
    }
    for member in ["access_token", "token_type"] {
        let came = match members.get(member) {
            Some(Value::String(text)) if !text.is_empty() => continue,
            None => "is missing".to_owned(),
            Some(Value::String(_)) => "is empty".to_owned(),
            Some(other) => format!("is {}", a_json_type(other)),
        };
        let message = format!("The token response's {member} {came}. The ID token is good without it.");
        odds.push(odd(member, message, member, came.trim_start_matches("is ").to_owned()));
    }
    match members.get("expires_in") {
        None | Some(Value::Number(_)) => {}
        Some(Value::String(text)) if text.trim().parse::<f64>().is_ok() => {
            let message =
                format!("expires_in is the text “{text}” and not a number. It is understood as {} s.", text.trim());
            odds.push(odd("expires_in", message, "a number of seconds", format!("“{text}”")));
        }
        Some(other) => {
            let got = beginning(&other.to_string());
            odds.push(odd("expires_in", format!("expires_in says no time: {got}."), "a number of seconds", got));
        }
    }
    if let Some(scope) = members.get("scope").filter(|scope| !scope.is_string() && !scope.is_null()) {
        let message = format!("scope is {} and not text with blanks between.", a_json_type(scope));
        odds.push(odd("scope", message, "openid email", beginning(&scope.to_string())));
    }
    odds
}

fn names(members: &Map<String, Value>) -> String {
    let names: Vec<&str> = members.keys().map(String::as_str).take(20).collect();
    if names.is_empty() { "an empty object".to_owned() } else { names.join(", ") }
}
