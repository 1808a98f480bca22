//! The token request, through the library, with what went over the wire kept for the trace.

use std::{pin::Pin, sync::Mutex};

use openidconnect::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, IssuerUrl, PkceCodeVerifier, RedirectUrl,
    TokenUrl,
    core::{CoreClient, CoreJsonWebKeySet},
};
use serde_json::{Map, Value};

use super::{RelyingParty, checks, diagnosis, recorder::Recorder};
use crate::{
    Finding, Secret,
    discovery::{FetchError, Fetcher},
    metadata::ProviderMetadata,
    trace::{Direction, Field, Message},
};

/// What a token response brought.
#[derive(Debug)]
pub(super) struct Tokens {
    pub id_token: Secret,
    pub access_token: Secret,
}

/// Redeems `code` (RFC 6749, section 4.1.3) with `client_secret_post`, and with the verifier where a challenge was sent.
pub(super) async fn redeem(
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    fetcher: &Fetcher,
    code: String,
    verifier: Option<&Secret>,
    recorder: &mut Recorder,
) -> Result<Tokens, Finding> {
    let Some(token_endpoint) = &provider.token_endpoint else {
        return Err(checks::ENDPOINT_MISSING
            .finding("token_endpoint", "The connection does not say token_endpoint.")
            .expected("token_endpoint")
            .got("nothing"));
    };
    recorder.message(request_message(rp, token_endpoint.as_str(), &code, verifier));

    let wire = Wire { fetcher, response: Mutex::new(None) };
    let client =
        CoreClient::new(ClientId::new(rp.client_id.clone()), issuer(provider)?, CoreJsonWebKeySet::new(Vec::new()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(TokenUrl::from_url(token_endpoint.clone()))
            .set_redirect_uri(RedirectUrl::from_url(rp.redirect_uri.clone()));
    let client = match &rp.client_secret {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
        None => client,
    };
    let mut request = client.exchange_code(AuthorizationCode::new(code));
    if let Some(verifier) = verifier {
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
    }
    let outcome = request.request_async(&wire).await;

    let Some(response) = wire.response.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) else {
        let cause = match outcome {
            Err(openidconnect::RequestTokenError::Request(cause)) => cause.to_string(),
            Err(other) => other.to_string(),
            Ok(_) => "no answer".to_owned(),
        };
        return Err(checks::TOKEN_ENDPOINT_UNREACHABLE
            .finding("token_endpoint", format!("The token endpoint {token_endpoint} gave no answer: {cause}"))
            .expected("an answer")
            .got(cause)
            .remedy("Check token_endpoint and whether this computer, and Auth0's servers, can reach it."));
    };
    recorder.message(Message::answer(response.status().as_u16(), response.body()));
    tokens(rp, &response, outcome.err().map(|error| error.to_string()))
}

fn tokens(rp: &RelyingParty, response: &http::Response<Vec<u8>>, refused: Option<String>) -> Result<Tokens, Finding> {
    let status = response.status().as_u16();
    let body: Option<Map<String, Value>> = serde_json::from_slice(response.body()).ok();
    let text = |member: &str| body.as_ref()?.get(member)?.as_str().map(str::to_owned);
    if let Some(error) = text("error") {
        let challenge = response.headers().get(http::header::WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
        let secret = rp.client_secret.as_ref().map(Secret::expose);
        return Err(diagnosis::token_error(status, &error, text("error_description").as_deref(), challenge, secret));
    }
    if let Some(reason) = refused {
        return Err(checks::TOKEN_RESPONSE_UNREADABLE
            .finding(
                "token_endpoint",
                format!("The token endpoint answered {status} with something that is not a token response."),
            )
            .expected("200 with a JSON object holding access_token, token_type and id_token")
            .got(match &body {
                Some(members) => format!("{status} with {}", members.keys().cloned().collect::<Vec<_>>().join(", ")),
                None => format!("{status} with {} bytes that are not JSON", response.body().len()),
            })
            .remedy(format!("Check that token_endpoint is right and no proxy answers in its place ({reason}).")));
    }
    match (text("id_token"), text("access_token")) {
        (Some(id_token), Some(access_token)) => {
            Ok(Tokens { id_token: Secret::new(id_token), access_token: Secret::new(access_token) })
        }
        _ => Err(checks::ID_TOKEN_MISSING
            .finding("id_token", "The token response carries no ID token.")
            .expected("id_token")
            .got(body.map(|members| members.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default())
            .remedy(
                "Request the openid scope and allow it for this client. If it is, this server speaks OAuth 2.0 only.",
            )),
    }
}

fn request_message(rp: &RelyingParty, url: &str, code: &str, verifier: Option<&Secret>) -> Message {
    let mut fields = vec![
        Field::shown("grant_type", "authorization_code"),
        Field::masked("code", code),
        Field::shown("redirect_uri", rp.redirect_uri.as_str()),
        Field::shown("client_id", &rp.client_id),
    ];
    if let Some(secret) = &rp.client_secret {
        fields.push(Field::masked("client_secret", secret.expose()));
    }
    if let Some(verifier) = verifier {
        fields.push(Field::masked("code_verifier", verifier.expose()));
    }
    Message {
        direction: Direction::Sent,
        method: Some("POST".to_owned()),
        url: Some(url.to_owned()),
        status: None,
        fields,
    }
}

pub(super) fn issuer(provider: &ProviderMetadata) -> Result<IssuerUrl, Finding> {
    IssuerUrl::new(provider.issuer.clone()).map_err(|_| {
        checks::ENDPOINT_UNUSABLE
            .finding("issuer", format!("The issuer “{}” is not a URL.", provider.issuer))
            .expected("an https URL")
            .got(&provider.issuer)
            .remedy("Correct the issuer on the connection.")
    })
}

/// The library's HTTP client: our limits, and the last response kept for the trace.
struct Wire<'a> {
    fetcher: &'a Fetcher,
    response: Mutex<Option<http::Response<Vec<u8>>>>,
}

impl<'c> AsyncHttpClient<'c> for Wire<'_> {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(async move {
            let response = self.fetcher.http(request).await?;
            *self.response.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(response.clone());
            Ok(response)
        })
    }
}
