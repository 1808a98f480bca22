//! A token taken apart.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use crate::{
    Finding, Secret,
    finding::{Check, Severity},
    json::{self, Json},
    sign_in::checks::answer::{ANSWER_REPEATS_NAME, ANSWER_TOO_DEEP, of_json},
    trace::{Direction, Field, Message},
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_FORMAT];

const ID_TOKEN_FORMAT: Check = Check {
    code: "id-token-format",
    title: "The ID token is a signed JWT",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 2",
    about: "An ID token is three base64url parts. Five parts are an encrypted token, which must be switched off for this client; \
            anything else is not an ID token.",
};

/// Header and claims.
pub(super) type Parts = (Map<String, Value>, Map<String, Value>);

pub(super) fn take_apart(token: &str) -> Result<Parts, Box<Finding>> {
    let parts: Vec<&str> = token.split('.').collect();
    let wrong = |message: &str, got: String, remedy: &str| {
        Box::new(
            ID_TOKEN_FORMAT
                .finding("id_token", message)
                .expected("three base64url parts: header, claims, signature")
                .got(got)
                .remedy(remedy),
        )
    };
    match parts.as_slice() {
        [header, claims, _] => {
            let decoded = |part: &str, what: &str, whole: &str| -> Result<Map<String, Value>, Box<Finding>> {
                let unreadable = || {
                    wrong(
                        &format!("The ID token's {what} cannot be read as base64url JSON."),
                        format!("unreadable {what}"),
                        "Have the provider send a signed JWT as the ID token.",
                    )
                };
                let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| unreadable())?;
                match json::parse(&bytes).and_then(Json::unique) {
                    Ok(Value::Object(members)) => Ok(members),
                    Ok(_) => Err(unreadable()),
                    Err(error) => Err(of_json("id_token", whole, &error).map_or_else(unreadable, Box::new)),
                }
            };
            Ok((decoded(header, "header", "The header of the ID token")?, decoded(claims, "claims", "The ID token")?))
        }
        [_, _, _, _, _] => Err(wrong(
            "The ID token is encrypted.",
            "five parts: an encrypted token (JWE)".to_owned(),
            "Switch ID token encryption off for this client at the provider.",
        )),
        other => Err(wrong(
            "What came as ID token is not a JWT.",
            format!("{} part{}", other.len(), if other.len() == 1 { "" } else { "s" }),
            "The provider may have sent an opaque access token in its place: have it send an ID token.",
        )),
    }
}

/// The check that a token which cannot be taken apart fails.
pub(super) fn shape(finding: &Finding) -> &'static Check {
    [&ANSWER_TOO_DEEP, &ANSWER_REPEATS_NAME]
        .into_iter()
        .find(|check| check.code == finding.code)
        .unwrap_or(&ID_TOKEN_FORMAT)
}

/// The token as a trace may hold it: its header open, its signature masked. The claims stand in the step's own list.
pub(in crate::sign_in) fn message(header: &Map<String, Value>, token: &Secret) -> Message {
    let mut fields: Vec<Field> = header
        .iter()
        .map(|(name, value)| Field::shown(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    let signature = token.expose().rsplit('.').next().unwrap_or_default();
    fields.push(Field::masked("signature", signature));
    Message { direction: Direction::Received, method: None, url: None, status: None, fields }
}
