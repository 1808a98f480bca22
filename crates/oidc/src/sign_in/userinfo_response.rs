//! What the userinfo endpoint answered (OpenID Connect Core 1.0, sections 5.3.2 and 5.3.3).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::header::WWW_AUTHENTICATE;
use serde_json::{Map, Value};
use url::Url;

use super::{
    came::{self, NoObject},
    checks::userinfo::{USERINFO_FAILED, USERINFO_ODD, USERINFO_SIGNED},
    relying_party::RelyingParty,
    upstream_params::UpstreamValue,
};
use crate::{Finding, finding::Check, http::Fetched, json, words::beginning};

/// The claims of an answer, or why there are none.
pub(super) fn claims(answer: &Fetched, endpoint: &Url, rp: &RelyingParty) -> Result<Map<String, Value>, Finding> {
    let status = answer.status;
    let failed = |check: &Check, got: String, remedy: &str| {
        check
            .finding("userinfo_endpoint", format!("The userinfo endpoint {endpoint} answered {got}."))
            .expected("200 with a JSON object")
            .got(got)
            .remedy(remedy)
    };
    if status != 200 {
        let challenge = answer.headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
        let got = match challenge {
            Some(challenge) => format!("{status} and WWW-Authenticate: {}", beginning(challenge)),
            None => match came::object(answer).ok().and_then(|said| said.get("error")?.as_str().map(beginning)) {
                Some(error) => format!("{status} {error}"),
                None => status.to_string(),
            },
        };
        let remedy = refused(status, &got, rp);
        return Err(failed(&USERINFO_FAILED, got, &remedy));
    }
    if let Some(jwt) = Jwt::read(&answer.body) {
        return Err(jwt.finding(endpoint));
    }
    came::object(answer).map_err(|error| match error {
        NoObject::Refused(error) => failed(
            &USERINFO_FAILED,
            format!("200 with JSON that is not taken: {error}"),
            "Have the provider send each name once and flat values.",
        ),
        NoObject::Came(came) => failed(
            &USERINFO_FAILED,
            format!("200 with {came}"),
            "Check that userinfo_endpoint is right, and have the provider answer with a JSON object in UTF-8.",
        ),
    })
}

/// Claims that do not call themselves JSON.
pub(super) fn oddity(answer: &Fetched, endpoint: &Url) -> Option<Finding> {
    let media = came::other_type(answer)?;
    Some(
        USERINFO_ODD
            .finding(
                "Content-Type",
                format!("The userinfo endpoint {endpoint} answered with JSON that does not call itself so ({media})."),
            )
            .expected("application/json")
            .got(media)
            .remedy(
                "Nothing for this sign-in. Tell those who run the provider: stricter programs read no claims from it.",
            ),
    )
}

/// What to do about a status, by what the provider says with it.
fn refused(status: u16, said: &str, rp: &RelyingParty) -> String {
    let aimed = rp.upstream_params.iter().find(|param| matches!(param.name.as_str(), "resource" | "audience"));
    match (status, aimed) {
        (401, Some(param)) => {
            let value = match &param.value {
                UpstreamValue::Static(value) => format!(" ({value})"),
                UpstreamValue::Alias(_) => String::new(),
            };
            format!(
                "The connection's upstream parameter {}{value} asks for an access token for something else, which is unfit for \
                 userinfo. Take it out, or map claims of the ID token alone; AD FS takes resource=urn:microsoft:userinfo.",
                param.name
            )
        }
        (403, _) if said.contains("insufficient_scope") => format!(
            "The scopes of the access token do not reach. The connection asks for {}: add what the provider wants to see.",
            rp.scope
        ),
        (401 | 403, _) => "Check the scopes: the access token must be meant for the userinfo endpoint.".to_owned(),
        (404 | 405, _) => "Check userinfo_endpoint: nothing answers a GET there.".to_owned(),
        (429, _) => "The provider limits how often it is asked. Wait a while, then sign in again.".to_owned(),
        (300..=399, _) => {
            "Set userinfo_endpoint to the address that answers itself: an access token is not sent on.".to_owned()
        }
        (500.., _) => {
            "The provider failed. Try again; if it stays, report it to those who run the provider.".to_owned()
        }
        _ => "Have the provider answer with 200 and a JSON object.".to_owned(),
    }
}

/// A body that is a token, whatever it calls itself.
enum Jwt {
    Signed(Map<String, Value>),
    Encrypted,
}

impl Jwt {
    fn read(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?.trim();
        let parts: Vec<&str> = text.split('.').take(6).collect();
        let Value::Object(header) = json::parse(&URL_SAFE_NO_PAD.decode(parts.first()?).ok()?).ok()?.value else {
            return None;
        };
        match parts.len() {
            3 => Some(Jwt::Signed(header)),
            5 => Some(Jwt::Encrypted),
            _ => None,
        }
    }

    fn finding(&self, endpoint: &Url) -> Finding {
        let (what, got) = match self {
            Jwt::Encrypted => ("an encrypted token".to_owned(), "an encrypted token (JWE)".to_owned()),
            Jwt::Signed(header) => {
                let alg = header.get("alg").and_then(Value::as_str).map_or("no alg".to_owned(), beginning);
                match alg.as_str() {
                    "none" => ("a token that is not signed (alg none)".to_owned(), "alg none".to_owned()),
                    _ => (format!("a signed token ({alg})"), format!("a token signed with {alg}")),
                }
            }
        };
        USERINFO_SIGNED
            .finding(
                "userinfo_endpoint",
                format!(
                    "The userinfo endpoint {endpoint} answered with {what}, and userinfo is read as plain JSON alone."
                ),
            )
            .expected("a JSON object")
            .got(got)
            .remedy(
                "Have the provider answer this client with plain JSON: leave userinfo_signed_response_alg and \
                 userinfo_encrypted_response_alg of the client unset there. Or map claims of the ID token alone.",
            )
    }
}
