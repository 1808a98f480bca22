//! What the library says of the same token.

use std::{str::FromStr, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{ClientId, IdTokenVerifier, IssuerUrl, JsonWebKey, Nonce, core::CoreIdToken};
use serde_json::Value;

use super::{
    expectation::Expectation,
    parts::take_apart,
    signing_key::{Signing, signing_key},
};
use crate::{
    finding::{Check, Severity},
    keys::{Proven, VerifyingKey, named},
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_CLAIMS];

pub(crate) const ID_TOKEN_CLAIMS: Check = Check {
    code: "id-token-claims",
    title: "Claims have their types",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, sections 2 and 5.1",
    about: "A registered claim has another type than the specification gives it, such as a list for a text. Where a sign-in does \
            without the claim, this is a warning; programs that read every claim strictly refuse the whole token.",
};

/// The library's word alone.
pub fn library_accepts(token: &str, expect: &Expectation<'_>) -> Result<(), String> {
    accepts(token, None, expect)
}

/// The library's word, where `proven` was computed already.
pub(super) fn accepts(token: &str, proven: Option<&Arc<Proven>>, expect: &Expectation<'_>) -> Result<(), String> {
    let verifier = verifier(proven, expect)?;
    let (token, verifier) = match CoreIdToken::from_str(token) {
        Ok(token) => (token, verifier),
        // It reads no token with a claim of another type, be it one that nobody needs. It then judges the signature of the whole, and
        // the claims that a sign-in goes by without the others.
        Err(_) => {
            signature_of_whole(token, expect)?;
            let bare = bare(token).ok_or("it is no signed JWT")?;
            let read = CoreIdToken::from_str(&bare).map_err(|error| error.to_string())?;
            (read, verifier.insecure_disable_signature_check())
        }
    };
    accepted(&token, &verifier, expect)
}

/// Of the claims alone; the signature is left aside.
pub(super) fn library_accepts_claims(token: &str, expect: &Expectation<'_>) -> Result<(), String> {
    let read = CoreIdToken::from_str(token).or_else(|error| {
        let bare = bare(token).ok_or_else(|| error.to_string())?;
        CoreIdToken::from_str(&bare).map_err(|error| error.to_string())
    });
    accepted(&read?, &verifier(None, expect)?.insecure_disable_signature_check(), expect)
}

fn accepted(token: &CoreIdToken, verifier: &Verifier<'_>, expect: &Expectation<'_>) -> Result<(), String> {
    let nonce = expect.nonce.map(|nonce| Nonce::new(nonce.to_owned()));
    let verified = match &nonce {
        Some(nonce) => token.claims(verifier, nonce),
        None => token.claims(verifier, |_: Option<&Nonce>| Ok(())),
    };
    verified.map(|_| ()).map_err(|error| error.to_string())
}

fn signature_of_whole(token: &str, expect: &Expectation<'_>) -> Result<(), String> {
    let header = take_apart(token).map_err(|_| "it is no signed JWT")?.0;
    let Some(Ok(Signing { key, algorithm, .. })) = signing_key(&header, expect) else {
        return Err("there is no key to verify it with".to_owned());
    };
    let (input, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|error| error.to_string())?;
    key.verify_signature(&algorithm, input.as_bytes(), &signature).map_err(|error| error.to_string())
}

/// The token with the claims alone that a sign-in goes by.
fn bare(token: &str) -> Option<String> {
    let (_, mut claims) = take_apart(token).ok()?;
    claims.retain(|name, _| ["iss", "sub", "aud", "azp", "exp", "iat", "nonce"].contains(&name.as_str()));
    let claims = URL_SAFE_NO_PAD.encode(Value::Object(claims).to_string());
    let (header, rest) = token.split_once('.')?;
    let (_, signature) = rest.split_once('.')?;
    Some(format!("{header}.{claims}.{signature}"))
}

type Verifier<'a> = IdTokenVerifier<'a, VerifyingKey>;

fn verifier<'a>(proven: Option<&Arc<Proven>>, expect: &Expectation<'a>) -> Result<Verifier<'a>, String> {
    let issuer = IssuerUrl::new(expect.issuer.to_owned()).map_err(|error| error.to_string())?;
    let (now, leeway) = (expect.now, expect.leeway);
    let client_id = ClientId::new(expect.client_id.to_owned());
    let verifier = IdTokenVerifier::new_public_client(client_id, issuer, expect.keys.for_library(proven))
        .set_allowed_algs(expect.allowed().filter_map(named))
        .set_time_fn(move || now - leeway)
        // Further audiences are fine when azp says the token is ours: see the check of its name.
        .set_other_audience_verifier_fn(|_| true);
    Ok(verifier)
}
