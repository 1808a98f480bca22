//! Userinfo, read only when the mapping asks for it (OpenID Connect Core 1.0, section 5.3).

use serde_json::{Map, Value};
use url::Url;

use super::{checks, recorder::Recorder};
use crate::{
    Finding, Secret,
    discovery::Fetcher,
    trace::{Claim, Direction, Message},
};

/// The claims, or `None` with a warning in the trace. `Err` where they are about somebody else.
pub(super) async fn read(
    endpoint: &Url,
    access_token: &Secret,
    subject: &str,
    fetcher: &Fetcher,
    recorder: &mut Recorder,
) -> Result<Option<Map<String, Value>>, Finding> {
    recorder.message(Message {
        direction: Direction::Sent,
        method: Some("GET".to_owned()),
        url: Some(endpoint.to_string()),
        status: None,
        fields: vec![crate::trace::Field::masked("access_token", access_token.expose())],
    });
    let failed = |got: String| {
        checks::USERINFO_FAILED
            .finding("userinfo_endpoint", format!("{endpoint} gave no claims: {got}."))
            .expected("200 with a JSON object")
            .got(got)
            .remedy("Check the scopes: the access token must be meant for the userinfo endpoint.")
    };
    let fetched = match fetcher.get_with_bearer(endpoint, access_token).await {
        Ok(fetched) => fetched,
        Err(error) => {
            recorder.finding(failed(error.to_string()));
            return Ok(None);
        }
    };
    recorder.message(Message::answer(fetched.status, &fetched.body));
    let claims: Map<String, Value> = match serde_json::from_slice(&fetched.body) {
        Ok(claims) if fetched.status == 200 => claims,
        Ok(_) => {
            recorder.finding(failed(fetched.status.to_string()));
            return Ok(None);
        }
        Err(_) => {
            let kind = fetched.content_type.as_deref().unwrap_or("an unknown type").to_owned();
            recorder.finding(failed(format!("{} with {kind}", fetched.status)));
            return Ok(None);
        }
    };
    let got = claims.get("sub").and_then(Value::as_str);
    if got != Some(subject) {
        let check = &checks::USERINFO_SUBJECT;
        let finding = check
            .finding("sub", "Userinfo is about another subject than the ID token.")
            .expected(subject)
            .got(got.unwrap_or("no sub"))
            .remedy("Its values must not be used. Report it to the provider.");
        recorder.check(check.failed(&finding));
        return Err(finding);
    }
    recorder.check(checks::USERINFO_SUBJECT.passed("sub", subject, subject));
    for (name, value) in &claims {
        recorder.claim(Claim { name: name.clone(), value: value.clone(), note: None });
    }
    Ok(Some(claims))
}
