//! Proofs of possession (RFC 9449): tokens that work together with a key of this sign-in alone.

use std::{collections::HashMap, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use http::{HeaderMap, header};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use url::Url;

use super::{checks, recorder::Recorder, relying_party::RelyingParty};
use crate::{
    Channel, Finding, Secret, issuing, json,
    metadata::ProviderMetadata,
    signing::{SigningAlgorithm, SigningKey},
    trace::Field,
    words::list_or_none,
};

/// The key of one sign-in, and the nonces that servers want to see in its proofs.
#[derive(Debug)]
pub(super) struct Dpop {
    key: SigningKey,
    /// The newest of each origin.
    nonces: HashMap<String, String>,
}

/// A proof for one request, and the same as a trace may hold it.
pub(super) struct Proof {
    pub(super) jwt: Secret,
    pub(super) shown: Field,
}

impl Dpop {
    /// A new key where the connection asks for DPoP and can use it; where it cannot, the trace says so.
    pub(super) fn prepare(
        rp: &RelyingParty,
        provider: &ProviderMetadata,
        recorder: &mut Recorder,
    ) -> Result<Option<Dpop>, Finding> {
        let Some(setting) = &rp.dpop_signing_alg else { return Ok(None) };
        let unused = |message: String, expected: String| {
            checks::request::DPOP_NOT_USED
                .finding("dpop_signing_alg", message)
                .expected(expected)
                .remedy("Correct it, or set DPoP to off: Auth0 leaves DPoP out without a word.")
        };
        if rp.channel == Channel::FrontChannel {
            let message = format!("DPoP is set to {setting} and is not used: Front Channel gets no token to bind.");
            recorder.finding(unused(message, "Back Channel".to_owned()).got("Front Channel"));
            return Ok(None);
        }
        let algorithm = SigningAlgorithm::from_str(setting)
            .ok()
            .filter(|algorithm| SigningAlgorithm::OF_PROOFS.contains(algorithm));
        let Some(algorithm) = algorithm else {
            let message = format!("DPoP is set to {setting} and is not used: proofs cannot be signed with it.");
            recorder.finding(
                unused(message, SigningAlgorithm::OF_PROOFS.map(SigningAlgorithm::name).join(", ")).got(setting),
            );
            return Ok(None);
        };
        let advertised = &provider.dpop_signing_alg_values_supported;
        if !advertised.iter().any(|other| other == algorithm.name()) {
            recorder.finding(
                checks::request::DPOP_NOT_ADVERTISED
                    .finding(
                        "dpop_signing_alg_values_supported",
                        format!("The provider does not advertise DPoP with {algorithm}."),
                    )
                    .expected(format!("{algorithm} among dpop_signing_alg_values_supported"))
                    .got(list_or_none(advertised))
                    .remedy("Choose an algorithm that the provider lists. If it lists none, it may not know DPoP."),
            );
        }
        let key = SigningKey::generate(algorithm)
            .map_err(|error| checks::request::cannot_sign("dpop_signing_alg", &error))?;
        Ok(Some(Dpop { key, nonces: HashMap::new() }))
    }

    pub(super) fn algorithm(&self) -> SigningAlgorithm {
        self.key.algorithm()
    }

    /// The proof for one request (RFC 9449, section 4.2), for `token` where one goes with it.
    pub(super) fn proof(
        &self,
        method: &str,
        url: &Url,
        token: Option<&Secret>,
        now: DateTime<Utc>,
    ) -> Result<Proof, Finding> {
        let mut bare = url.clone();
        bare.set_query(None);
        bare.set_fragment(None);
        let nonce = self.nonces.get(&origin(url));
        let mut claims = Map::from_iter(
            [
                ("jti", issuing::token(22).into()),
                ("htm", method.into()),
                ("htu", bare.as_str().into()),
                ("iat", now.timestamp().into()),
            ]
            .map(|(claim, value): (&str, Value)| (claim.to_owned(), value)),
        );
        if let Some(token) = token {
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(token.expose()));
            claims.insert("ath".to_owned(), hash.into());
        }
        if let Some(nonce) = nonce {
            claims.insert("nonce".to_owned(), nonce.as_str().into());
        }
        let unsigned = |error| checks::request::cannot_sign("dpop_signing_alg", &error);
        let header = [("typ", "dpop+jwt".into()), ("jwk", self.key.bare_jwk().into())];
        let jwt = self.key.sign_with(header, &claims).map_err(unsigned)?;
        let summary = format!(
            "{} proof of key {} for {method} {bare}{}{}",
            self.algorithm(),
            self.key.kid(),
            if token.is_some() { ", with the token's hash" } else { "" },
            if nonce.is_some() { ", with the server's nonce" } else { "" },
        );
        let shown = Field::summarised("DPoP", &summary, &jwt);
        Ok(Proof { jwt: Secret::new(jwt), shown })
    }

    /// Keeps the nonce of an answer for the next proof, and says whether the server refused this one for the lack of it
    /// (RFC 9449, sections 8 and 9).
    pub(super) fn wants_nonce(&mut self, url: &Url, status: u16, headers: &HeaderMap, body: &[u8]) -> bool {
        let Some(nonce) = nonce(headers) else { return false };
        let new = self.nonces.insert(origin(url), nonce.to_owned()).as_deref() != Some(nonce);
        let said =
            json::parse(body).is_ok_and(|body| body.value.get("error").and_then(Value::as_str) == Some(NONCE_ERROR));
        let challenged = headers
            .get_all(header::WWW_AUTHENTICATE)
            .iter()
            .any(|challenge| challenge.to_str().is_ok_and(|text| text.contains(NONCE_ERROR)));
        new && matches!(status, 400 | 401) && (said || challenged)
    }
}

/// The nonce of an answer, for its message in the trace.
pub(super) fn nonce_field(headers: &HeaderMap) -> Option<Field> {
    nonce(headers).map(|nonce| Field::shown("DPoP-Nonce", nonce))
}

const NONCE_ERROR: &str = "use_dpop_nonce";

fn nonce(headers: &HeaderMap) -> Option<&str> {
    headers.get("dpop-nonce")?.to_str().ok()
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
