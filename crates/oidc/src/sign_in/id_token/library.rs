//! What the library says of the same token.

use std::str::FromStr;

use openidconnect::{
    ClientId, IdTokenVerifier, IssuerUrl, Nonce,
    core::{CoreIdToken, CoreJsonWebKey, CoreJwsSigningAlgorithm},
};

use super::{claim::LEEWAY, expectation::Expectation};
use crate::{
    finding::{Check, Severity},
    signing::SigningAlgorithm,
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_CLAIMS];

pub(crate) const ID_TOKEN_CLAIMS: Check = Check {
    code: "id-token-claims",
    title: "Claims have their types",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, sections 2 and 5.1",
    about: "A registered claim has another type than the specification gives it, such as a list for a text, so that the token cannot be \
            read.",
};

/// The library's word alone.
pub fn library_accepts(token: &str, expect: &Expectation<'_>) -> Result<(), String> {
    let token = CoreIdToken::from_str(token).map_err(|error| error.to_string())?;
    let issuer = IssuerUrl::new(expect.issuer.to_owned()).map_err(|error| error.to_string())?;
    let verifier = verifier(issuer, expect);
    let nonce = expect.nonce.map(|nonce| Nonce::new(nonce.to_owned()));
    let verified = match &nonce {
        Some(nonce) => token.claims(&verifier, nonce),
        None => token.claims(&verifier, |_: Option<&Nonce>| Ok(())),
    };
    verified.map(|_| ()).map_err(|error| error.to_string())
}

fn verifier<'a>(issuer: IssuerUrl, expect: &Expectation<'a>) -> IdTokenVerifier<'a, CoreJsonWebKey> {
    let now = expect.now;
    IdTokenVerifier::new_public_client(ClientId::new(expect.client_id.to_owned()), issuer, expect.keys.usable().clone())
        .set_allowed_algs(expect.allowed().filter_map(named))
        .set_time_fn(move || now - LEEWAY)
        // Further audiences are fine when azp says the token is ours: see the check of its name.
        .set_other_audience_verifier_fn(|_| true)
}

/// The library's name of an algorithm.
pub(super) fn named(algorithm: SigningAlgorithm) -> Option<CoreJwsSigningAlgorithm> {
    match algorithm {
        SigningAlgorithm::RS256 => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256),
        SigningAlgorithm::RS384 => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384),
        SigningAlgorithm::RS512 => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512),
        SigningAlgorithm::PS256 => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha256),
        SigningAlgorithm::PS384 => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha384),
        SigningAlgorithm::ES256 => Some(CoreJwsSigningAlgorithm::EcdsaP256Sha256),
        SigningAlgorithm::ES384 => Some(CoreJwsSigningAlgorithm::EcdsaP384Sha384),
        SigningAlgorithm::ES512 | SigningAlgorithm::Ed25519 => None,
    }
}
