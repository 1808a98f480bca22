//! Userinfo, read only when the mapping asks for it (OpenID Connect Core 1.0, section 5.3).

use http::header::{AUTHORIZATION, HeaderName};
use serde_json::{Map, Value};
use url::Url;

use super::{
    came,
    checks::{self, userinfo::USERINFO_FAILED},
    dpop::{self, Dpop},
    recorder::Recorder,
    relying_party::RelyingParty,
    userinfo_response,
    world::World,
};
use crate::{
    Finding, Secret,
    http::{FetchError, Fetched},
    metadata::ProviderMetadata,
    trace::{Claim, Direction, Field, Message},
};

/// An access token, and what it is used with where the provider bound it to the sign-in's key.
pub(super) struct AccessToken<'a> {
    pub token: &'a Secret,
    pub dpop: Option<&'a mut Dpop>,
}

/// The claims, or `None` with a warning in the trace. `Err` where they are about somebody else.
pub(super) async fn read(
    endpoint: &Url,
    mut access: AccessToken<'_>,
    subject: &str,
    (rp, provider): (&RelyingParty, &ProviderMetadata),
    world: &World,
    recorder: &mut Recorder,
) -> Result<Option<Map<String, Value>>, Finding> {
    let mut asked = ask(endpoint, &access, world, recorder).await?;
    if let (Some(dpop), Ok(fetched)) = (access.dpop.as_deref_mut(), &asked)
        && dpop.wants_nonce(endpoint, fetched.status, &fetched.headers, &fetched.body)
    {
        asked = ask(endpoint, &access, world, recorder).await?;
    }
    let (claims, odd) = match asked.map_err(|error| unreachable(endpoint, &error)).and_then(|fetched| {
        let claims = userinfo_response::claims(&fetched, endpoint, rp, provider)?;
        Ok((claims, userinfo_response::oddity(&fetched, endpoint)))
    }) {
        Ok(read) => read,
        Err(finding) => {
            recorder.finding(finding);
            return Ok(None);
        }
    };
    if let Some(finding) = odd {
        recorder.finding(finding);
    }
    let got = claims.get("sub").and_then(Value::as_str);
    if got != Some(subject) {
        let check = &checks::userinfo::USERINFO_SUBJECT;
        let finding = check
            .finding("sub", "Userinfo is about another subject than the ID token.")
            .expected(subject)
            .got(got.unwrap_or("no sub"))
            .literal(got.is_some())
            .remedy("Its values must not be used. Report it to the provider.");
        recorder.check(check.failed(&finding));
        return Err(finding);
    }
    recorder.check(checks::userinfo::USERINFO_SUBJECT.passed("sub", subject, subject));
    for (name, value) in &claims {
        recorder.claim(Claim { name: name.clone(), value: value.clone(), note: None });
    }
    Ok(Some(claims))
}

/// Where the token response brought none.
pub(super) fn without_access_token(endpoint: &Url) -> Finding {
    USERINFO_FAILED
        .finding("access_token", format!("{endpoint} is not asked: the token response brought no access token."))
        .expected("an access token")
        .got("none")
        .remedy("Have the provider send an access token, or map claims of the ID token alone.")
}

fn unreachable(endpoint: &Url, error: &FetchError) -> Finding {
    USERINFO_FAILED
        .finding("userinfo_endpoint", format!("The userinfo endpoint {endpoint} gave no answer: {error}"))
        .expected("200 with a JSON object")
        .got(error.to_string())
        .remedy("Check userinfo_endpoint and whether this computer, and Auth0's servers, can reach it.")
}

/// One request and its answer (RFC 6750, section 2.1; RFC 9449, section 7.1).
async fn ask(
    endpoint: &Url,
    access: &AccessToken<'_>,
    world: &World,
    recorder: &mut Recorder,
) -> Result<Result<Fetched, FetchError>, Finding> {
    let token = access.token;
    let proof = match &access.dpop {
        Some(dpop) => Some(dpop.proof("GET", endpoint, Some(token), world.clock.now())?),
        None => None,
    };
    let mut fields = vec![Field::masked("access_token", token.expose())];
    fields.extend(proof.as_ref().map(|proof| proof.shown.clone()));
    recorder.message(Message {
        direction: Direction::Sent,
        method: Some("GET".to_owned()),
        url: Some(endpoint.to_string()),
        status: None,
        fields,
    });
    let fetched = match &proof {
        None => world.fetcher.get_with_bearer(endpoint, token).await,
        Some(proof) => {
            let authorization = Secret::new(format!("DPoP {}", token.expose()));
            let headers = [(AUTHORIZATION, &authorization), (HeaderName::from_static("dpop"), &proof.jwt)];
            world.fetcher.get_with_secrets(endpoint, headers).await
        }
    };
    if let Ok(fetched) = &fetched {
        let mut answer = Message::answer(fetched.status, &fetched.body);
        if fetched.status == 200 && came::object(fetched).is_ok() {
            // They stand in the step's own list, once it is sure whose they are.
            answer.fields.clear();
        }
        answer.fields.extend(proof.and_then(|_| dpop::nonce_field(&fetched.headers)));
        recorder.message(answer);
    }
    Ok(fetched)
}
