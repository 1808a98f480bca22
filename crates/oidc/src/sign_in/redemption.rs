//! The token request, with what went over the wire kept for the trace.

use base64::{Engine, prelude::BASE64_STANDARD};
use http::header::{AUTHORIZATION, HeaderName};
use url::{Url, form_urlencoded};

use super::{
    checks,
    client_authentication::{ClientAuthentication, Credential},
    dpop::{self, Dpop, Proof},
    recorder::Recorder,
    relying_party::RelyingParty,
    token_response,
    tokens::{Tokens, binding},
    world::World,
};
use crate::{
    Finding, Secret, Severity,
    http::{FetchError, Fetched},
    metadata::ProviderMetadata,
    trace::{Direction, Field, Message},
};

/// One code to redeem.
pub(super) struct Redemption<'a> {
    pub rp: &'a RelyingParty,
    pub provider: &'a ProviderMetadata,
    pub world: &'a World,
    pub code: Secret,
    /// Where a challenge was sent.
    pub verifier: Option<&'a Secret>,
}

/// How often a server may ask for another nonce. One that goes on asking is at fault.
const NONCES: usize = 2;

impl Redemption<'_> {
    /// Redeems the code (RFC 6749, section 4.1.3); again where the server wants a nonce in the proof.
    pub(super) async fn redeem(&self, mut dpop: Option<&mut Dpop>, recorder: &mut Recorder) -> Result<Tokens, Finding> {
        let Some(endpoint) = &self.provider.token_endpoint else {
            return Err(checks::provider::ENDPOINT_MISSING
                .finding("token_endpoint", "The connection does not say token_endpoint.")
                .expected("token_endpoint")
                .got("nothing"));
        };
        let mut answer = self.exchange(endpoint, dpop.as_deref(), recorder).await?;
        if let Some(dpop) = dpop.as_deref_mut() {
            for _ in 0..NONCES {
                if !dpop.wants_nonce(endpoint, answer.status, &answer.headers, &answer.body) {
                    break;
                }
                answer = self.exchange(endpoint, Some(dpop), recorder).await?;
            }
        }
        let (tokens, odd) = token_response::read(&answer, endpoint, self.rp, self.provider)?;
        for finding in odd {
            recorder.check(checks::token::TOKEN_RESPONSE_ODD.failed(&finding));
            recorder.finding(finding);
        }
        match (tokens.unusable(dpop.as_deref()), dpop) {
            // Nothing is lost yet: it fails where it is needed.
            (Some(finding), _) => {
                let finding = Finding { severity: Severity::Warning, ..finding };
                recorder.check(checks::token::TOKEN_TYPE_UNKNOWN.failed(&finding));
                recorder.finding(finding);
            }
            (None, Some(dpop)) => binding(&tokens, dpop, recorder),
            (None, None) => {}
        }
        Ok(tokens)
    }

    async fn exchange(&self, endpoint: &Url, dpop: Option<&Dpop>, recorder: &mut Recorder) -> Result<Fetched, Finding> {
        let Redemption { rp, provider, world, .. } = self;
        let now = world.clock.now();
        // An assertion and a proof are for one request each.
        let credentials = rp.client_authentication.credentials(&rp.client_id, provider, now)?;
        let proof = dpop.map(|dpop| dpop.proof("POST", endpoint, None, now)).transpose()?;
        recorder.message(self.message(endpoint, &credentials, proof.as_ref()));

        let answer = self.send(endpoint, &credentials, proof).await.map_err(|error| {
            checks::token::TOKEN_ENDPOINT_UNREACHABLE
                .finding("token_endpoint", format!("The token endpoint {endpoint} gave no answer: {error}"))
                .expected("an answer")
                .got(error.to_string())
                .remedy("Check token_endpoint and whether this computer, and Auth0's servers, can reach it.")
        })?;
        let mut message = Message::answer(answer.status, &answer.body);
        message.fields.extend(dpop.and_then(|_| dpop::nonce_field(&answer.headers)));
        recorder.message(message);
        Ok(answer)
    }

    /// The request itself, with nothing but what it carries.
    pub(super) async fn send(
        &self,
        endpoint: &Url,
        credentials: &[Credential],
        proof: Option<Proof>,
    ) -> Result<Fetched, FetchError> {
        let Redemption { rp, world, code, verifier, .. } = self;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", rp.redirect_uri.as_str()),
        ];
        let mut headers = Vec::new();
        match &rp.client_authentication {
            ClientAuthentication::ClientSecretBasic(secret) => {
                headers.push((AUTHORIZATION, basic(&rp.client_id, secret)));
            }
            _ => form.push(("client_id", &rp.client_id)),
        }
        form.extend(credentials.iter().map(|credential| (credential.name, credential.value.expose())));
        form.extend(verifier.map(|verifier| ("code_verifier", verifier.expose())));
        headers.extend(proof.map(|proof| (HeaderName::from_static("dpop"), proof.jwt)));
        let secrets = headers.iter().map(|(name, secret)| (name.clone(), secret));
        world.fetcher.post_form_with_secrets(endpoint, &form, secrets).await
    }

    fn message(&self, endpoint: &Url, credentials: &[Credential], proof: Option<&Proof>) -> Message {
        let mut fields = vec![
            Field::shown("grant_type", "authorization_code"),
            Field::masked("code", self.code.expose()),
            Field::shown("redirect_uri", self.rp.redirect_uri.as_str()),
            Field::shown("client_id", &self.rp.client_id),
        ];
        if let ClientAuthentication::ClientSecretBasic(secret) = &self.rp.client_authentication {
            fields.push(Field::summarised("Authorization", "Basic", secret.expose()));
        }
        fields.extend(credentials.iter().map(|credential| credential.shown.clone()));
        fields.extend(self.verifier.map(|verifier| Field::masked("code_verifier", verifier.expose())));
        fields.extend(proof.map(|proof| proof.shown.clone()));
        Message {
            direction: Direction::Sent,
            method: Some("POST".to_owned()),
            url: Some(endpoint.to_string()),
            status: None,
            fields,
        }
    }
}

/// RFC 6749, section 2.3.1: both are written as a form writes them.
fn basic(client_id: &str, secret: &Secret) -> Secret {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let credentials = format!("{}:{}", encoded(client_id), encoded(secret.expose()));
    Secret::new(format!("Basic {}", BASE64_STANDARD.encode(credentials)))
}
