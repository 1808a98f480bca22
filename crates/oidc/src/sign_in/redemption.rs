//! The token request, through the library, with what went over the wire kept for the trace.

use std::sync::{Mutex, PoisonError};

use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, PkceCodeVerifier, TokenUrl,
    core::{CoreClient, CoreJsonWebKeySet},
};
use serde_json::{Map, Value};
use url::Url;

use super::{
    checks,
    client_authentication::{ClientAuthentication, Credential},
    diagnosis::{self, TokenError},
    dpop::{self, Dpop, Proof},
    issuer::issuer,
    recorder::Recorder,
    relying_party::RelyingParty,
    tokens::{Tokens, binding},
    wire::Wire,
    world::World,
};
use crate::{
    Finding, Secret, Severity,
    json::{self, Json},
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

/// An answer of the token endpoint, with why the library refuses it if it does.
struct Exchanged {
    response: http::Response<Vec<u8>>,
    refused: Option<String>,
}

impl Redemption<'_> {
    /// Redeems the code (RFC 6749, section 4.1.3); once more where the server wants a nonce in the proof.
    pub(super) async fn redeem(&self, mut dpop: Option<&mut Dpop>, recorder: &mut Recorder) -> Result<Tokens, Finding> {
        let Some(endpoint) = &self.provider.token_endpoint else {
            return Err(checks::provider::ENDPOINT_MISSING
                .finding("token_endpoint", "The connection does not say token_endpoint.")
                .expected("token_endpoint")
                .got("nothing"));
        };
        let mut exchanged = self.exchange(endpoint, dpop.as_deref(), recorder).await?;
        if let Some(dpop) = dpop.as_deref_mut() {
            let response = &exchanged.response;
            if dpop.wants_nonce(endpoint, response.status().as_u16(), response.headers(), response.body()) {
                exchanged = self.exchange(endpoint, Some(dpop), recorder).await?;
            }
        }
        let tokens = self.tokens(&exchanged)?;
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

    async fn exchange(
        &self,
        endpoint: &Url,
        dpop: Option<&Dpop>,
        recorder: &mut Recorder,
    ) -> Result<Exchanged, Finding> {
        let Redemption { rp, provider, world, code, verifier } = self;
        let now = world.clock.now();
        // An assertion and a proof are for one request each.
        let credentials = rp.client_authentication.credentials(&rp.client_id, provider, now)?;
        let proof = dpop.map(|dpop| dpop.proof("POST", endpoint, None, now)).transpose()?;
        recorder.message(self.message(endpoint, &credentials, proof.as_ref()));

        let client =
            CoreClient::new(ClientId::new(rp.client_id.clone()), issuer(provider)?, CoreJsonWebKeySet::new(Vec::new()))
                .set_auth_type(AuthType::RequestBody)
                .set_token_uri(TokenUrl::from_url(endpoint.clone()))
                .set_redirect_uri(rp.redirect_uri.0.clone());
        let client = match &rp.client_authentication {
            ClientAuthentication::ClientSecretBasic(secret) => client
                .set_auth_type(AuthType::BasicAuth)
                .set_client_secret(ClientSecret::new(secret.expose().to_owned())),
            _ => client,
        };
        let mut request = client.exchange_code(AuthorizationCode::new(code.expose().to_owned()));
        for credential in &credentials {
            request = request.add_extra_param(credential.name, credential.value.expose());
        }
        if let Some(verifier) = verifier {
            request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
        }
        let proof = proof.map(|proof| proof.jwt);
        let wire = Wire { fetcher: &world.fetcher, endpoint, proof, response: Mutex::new(None) };
        let outcome = request.request_async(&wire).await;

        let Some(response) = wire.response.into_inner().unwrap_or_else(PoisonError::into_inner) else {
            let cause = match outcome {
                Err(openidconnect::RequestTokenError::Request(cause)) => cause.to_string(),
                Err(other) => other.to_string(),
                Ok(_) => "no answer".to_owned(),
            };
            return Err(checks::token::TOKEN_ENDPOINT_UNREACHABLE
                .finding("token_endpoint", format!("The token endpoint {endpoint} gave no answer: {cause}"))
                .expected("an answer")
                .got(cause)
                .remedy("Check token_endpoint and whether this computer, and Auth0's servers, can reach it."));
        };
        let mut answer = Message::answer(response.status().as_u16(), response.body());
        answer.fields.extend(dpop.and_then(|_| dpop::nonce_field(response.headers())));
        recorder.message(answer);
        Ok(Exchanged { response, refused: outcome.err().map(|error| error.to_string()) })
    }

    fn tokens(&self, Exchanged { response, refused }: &Exchanged) -> Result<Tokens, Finding> {
        let status = response.status().as_u16();
        let body: Option<Map<String, Value>> = match json::parse(response.body()).and_then(Json::unique) {
            Ok(Value::Object(members)) => Some(members),
            Ok(_) => None,
            Err(error) => match checks::answer::of_json("token_endpoint", "The token response", &error) {
                Some(finding) => return Err(finding),
                None => None,
            },
        };
        let text = |member: &str| body.as_ref()?.get(member)?.as_str();
        if let Some(error) = text("error") {
            let challenge =
                response.headers().get(http::header::WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
            let refused = TokenError { status, error, description: text("error_description"), challenge };
            return Err(diagnosis::token_error(&refused, self.rp, self.provider));
        }
        if let Some(reason) = refused {
            return Err(checks::token::TOKEN_RESPONSE_UNREADABLE
                .finding(
                    "token_endpoint",
                    format!("The token endpoint answered {status} with something that is not a token response."),
                )
                .expected("200 with a JSON object holding access_token, token_type and id_token")
                .got(match &body {
                    Some(members) => {
                        format!("{status} with {}", members.keys().cloned().collect::<Vec<_>>().join(", "))
                    }
                    None => format!("{status} with {} bytes that are not JSON", response.body().len()),
                })
                .remedy(format!("Check that token_endpoint is right and no proxy answers in its place ({reason}).")));
        }
        match (text("id_token"), text("access_token")) {
            (Some(id_token), Some(access_token)) => Ok(Tokens {
                id_token: Secret::new(id_token),
                access_token: Secret::new(access_token),
                token_type: text("token_type").unwrap_or_default().to_owned(),
            }),
            _ => Err(checks::token::ID_TOKEN_MISSING
                .finding("id_token", "The token response carries no ID token.")
                .expected("id_token")
                .got(body.as_ref().map(|members| members.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default())
                .remedy(
                    "Request the openid scope and allow it for this client. If it is, this server speaks OAuth 2.0 only.",
                )),
        }
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
