//! What the userinfo endpoint answered (OpenID Connect Core 1.0, sections 5.3.2 and 5.3.3).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::header::WWW_AUTHENTICATE;
use serde_json::{Map, Value};
use url::Url;

use super::{
    came::{self, NoObject},
    checks::userinfo::{USERINFO_FAILED, USERINFO_ODD, USERINFO_SIGNED},
    diagnosis,
    relying_party::RelyingParty,
    upstream_params::{UpstreamParam, UpstreamValue},
};
use crate::{Finding, Severity, finding::Check, http::Fetched, json, metadata::ProviderMetadata, words::beginning};

/// The claims of an answer, or why there are none.
pub(super) fn claims(
    answer: &Fetched,
    endpoint: &Url,
    rp: &RelyingParty,
    provider: &ProviderMetadata,
) -> Result<Map<String, Value>, Finding> {
    let status = answer.status;
    let failed = |check: &Check, got: String, remedy: &str| {
        check
            .finding("userinfo_endpoint", format!("The userinfo endpoint {endpoint} answered {got}."))
            .expected("200 with a JSON object")
            .got(got)
            .remedy(remedy)
    };
    if status != 200 {
        return Err(refused(answer, endpoint, rp, provider).map_or_else(
            |(got, remedy)| failed(&USERINFO_FAILED, got, &remedy),
            // The sign-in goes on without.
            |finding| Finding { severity: Severity::Warning, ..finding },
        ));
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

/// What a status other than 200 means in the provider's words; else what came, and what to do about it.
fn refused(
    answer: &Fetched,
    endpoint: &Url,
    rp: &RelyingParty,
    provider: &ProviderMetadata,
) -> Result<Finding, (String, String)> {
    let status = answer.status;
    let challenge = answer.headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
    let members = came::object(answer).unwrap_or_default();
    let in_body = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    let said = |name: &str| challenge.and_then(|challenge| parameter(challenge, name)).or_else(|| in_body(name));
    let (error, description) = (said("error"), said("error_description"));
    let got = match (challenge, &error) {
        (Some(challenge), _) => format!("{status} and WWW-Authenticate: {}", beginning(challenge)),
        (None, Some(error)) => {
            let said = [Some(error.clone()), description].into_iter().flatten().collect::<Vec<_>>().join(": ");
            format!("{status} {}", beginning(&said))
        }
        (None, None) => status.to_string(),
    };
    let aimed = rp.upstream_params.iter().find(|param| matches!(param.name.as_str(), "resource" | "audience"));
    let aimed = aimed.filter(|_| status == 401).map(aimed_elsewhere);
    match diagnosis::userinfo_refused(status, endpoint, error.as_deref(), &got, rp, provider) {
        Some(finding) => {
            let remedy = aimed.or_else(|| finding.remedy.clone()).unwrap_or_default();
            Ok(finding.expected("200 with a JSON object").got(got).remedy(remedy))
        }
        None => Err((got, aimed.unwrap_or_else(|| by_status(status).to_owned()))),
    }
}

/// An upstream parameter that has the access token made for another service.
fn aimed_elsewhere(param: &UpstreamParam) -> String {
    let value = match &param.value {
        UpstreamValue::Static(value) => format!(" ({value})"),
        UpstreamValue::Alias(_) => String::new(),
    };
    format!(
        "The connection's upstream parameter {}{value} asks for an access token for something else, which is unfit for userinfo. Take \
         it out, or map claims of the ID token alone; AD FS takes resource=urn:microsoft:userinfo.",
        param.name
    )
}

fn by_status(status: u16) -> &'static str {
    match status {
        401 | 403 => "Check the scopes: the access token must be meant for the userinfo endpoint.",
        404 | 405 => "Check userinfo_endpoint: nothing answers a GET there.",
        429 => "The provider limits how often it is asked. Wait a while, then sign in again.",
        300..=399 => "Set userinfo_endpoint to the address that answers itself: an access token is not sent on.",
        500.. => "The provider failed. Try again; if it stays, report it to those who run the provider.",
        _ => "Have the provider answer with 200 and a JSON object.",
    }
}

/// `error` of `Bearer realm="clients", error="invalid_token"` (RFC 6750, section 3).
fn parameter(challenge: &str, name: &str) -> Option<String> {
    let begins = |at: usize| !challenge[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_');
    let (at, _) =
        challenge.match_indices(name).find(|(at, _)| begins(*at) && challenge[at + name.len()..].starts_with('='))?;
    let value = &challenge[at + name.len() + 1..];
    let end = |close: &[char], value: &str| value.find(close).unwrap_or(value.len());
    Some(match value.strip_prefix('"') {
        Some(quoted) => quoted[..end(&['"'], quoted)].to_owned(),
        None => value[..end(&[',', ' '], value)].to_owned(),
    })
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
