//! Credentials of an Auth0 tenant, as its client takes them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use lintel_management::{Client, Credentials, Network, client::NetworkError};
use lintel_oidc::{
    Clock, Secret,
    sign_in::assertion_claims,
    signing::{SigningAlgorithm, SigningKey},
};
use url::Url;

use super::given_token::GivenToken;
use crate::view::{KeyAlgorithm, Problem, TenantCredentials};

/// What was typed, without the space around it.
pub(crate) fn trimmed(credentials: &TenantCredentials) -> TenantCredentials {
    let text = |text: &String| text.trim().to_owned();
    let secret = |secret: &Secret| Secret::new(secret.expose().trim());
    match credentials {
        TenantCredentials::Secret { client_id, client_secret } => {
            TenantCredentials::Secret { client_id: text(client_id), client_secret: client_secret.clone() }
        }
        TenantCredentials::PrivateKey { client_id, private_key, algorithm } => TenantCredentials::PrivateKey {
            client_id: text(client_id),
            private_key: secret(private_key),
            algorithm: *algorithm,
        },
        TenantCredentials::Token { token } => TenantCredentials::Token { token: secret(token) },
    }
}

pub(crate) fn client(
    url: &Url,
    credentials: &TenantCredentials,
    network: &Network,
    clock: &Clock,
) -> Result<Client, Problem> {
    Ok(Client::through(network, url.clone(), usable(url, credentials, clock)?)?)
}

/// The credentials of the tenant at `url`, read as far as they can be without asking it.
pub(crate) fn usable(url: &Url, credentials: &TenantCredentials, clock: &Clock) -> Result<Credentials, Problem> {
    let audience = audience(url);
    match credentials {
        TenantCredentials::Secret { client_id, client_secret } => {
            Ok(Credentials::new(named(client_id)?, client_secret.expose(), audience))
        }
        TenantCredentials::PrivateKey { client_id, private_key, algorithm } => {
            let client_id = named(client_id)?.to_owned();
            let key = key(private_key, *algorithm)?;
            let (id, issuer, clock) = (client_id.clone(), url.to_string(), clock.clone());
            // Without a `kid`: the tenant has names of its own for an application's keys, and tries each.
            let sign = move || {
                let claims = assertion_claims(&id, &issuer, clock.now());
                key.sign_with([("typ", "JWT".into())], &claims).map_err(|error| Arc::new(error) as _)
            };
            Ok(Credentials::signed(client_id, audience, Arc::new(sign)))
        }
        TenantCredentials::Token { token } => {
            let given = GivenToken::read(token.expose(), &audience)?;
            Ok(Credentials::token(given.client_id, token.expose(), given.scopes, given.ends.into()))
        }
    }
}

/// When they end by themselves.
pub(crate) fn end_of(url: &Url, credentials: &TenantCredentials) -> Option<DateTime<Utc>> {
    match credentials {
        TenantCredentials::Token { token } => {
            GivenToken::read(token.expose(), &audience(url)).ok().map(|given| given.ends)
        }
        TenantCredentials::Secret { .. } | TenantCredentials::PrivateKey { .. } => None,
    }
}

/// The way to a tenant: proxy and certificate authorities, each empty for the system's own.
pub(crate) fn network(proxy: &str, authorities: &str) -> Result<Network, Problem> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (proxy, authorities) = (given(proxy), given(authorities));
    let with_password =
        |proxy: &String| Url::parse(proxy).is_ok_and(|url| !url.username().is_empty() || url.password().is_some());
    if proxy.as_ref().is_some_and(with_password) {
        return Err(Problem::new(
            "proxy-invalid",
            "The proxy’s URL carries credentials, which would be written to a file.",
        )
        .at("proxy")
        .remedy("Enter it without them, and set HTTPS_PROXY for a proxy that asks for a password."));
    }
    Network::new(proxy.as_deref(), authorities.as_deref()).map_err(|error| match error {
        NetworkError::Proxy(_) => Problem::new("proxy-invalid", format!("{error}."))
            .at("proxy")
            .remedy("Enter scheme, host and port, such as http://proxy.example:8080."),
        NetworkError::NoCertificate | NetworkError::Certificate(_) => {
            Problem::new("authorities-invalid", format!("Of the certificate authorities cannot be used: {error}."))
                .at("authorities")
                .remedy("Paste the certificate of each authority in PEM, one after the other.")
        }
    })
}

fn audience(url: &Url) -> String {
    format!("{}/api/v2/", url.as_str().trim_end_matches('/'))
}

fn named(client_id: &str) -> Result<&str, Problem> {
    match client_id.trim() {
        "" => Err(Problem::new("client-id-missing", "The client ID is empty.")
            .at("client_id")
            .remedy("Copy it from the machine-to-machine application.")),
        client_id => Ok(client_id),
    }
}

fn key(pem: &Secret, algorithm: KeyAlgorithm) -> Result<SigningKey, Problem> {
    let algorithm = match algorithm {
        KeyAlgorithm::RS256 => SigningAlgorithm::RS256,
        KeyAlgorithm::RS384 => SigningAlgorithm::RS384,
        KeyAlgorithm::PS256 => SigningAlgorithm::PS256,
    };
    SigningKey::from_pkcs8_pem(pem, algorithm).map_err(|error| {
        let problem = Problem::new("private-key-invalid", format!("The private key cannot be used: {error}."));
        let older = pem.expose().contains("BEGIN RSA PRIVATE KEY");
        let public = pem.expose().contains("BEGIN PUBLIC KEY") || pem.expose().contains("BEGIN CERTIFICATE");
        let encrypted = pem.expose().contains("ENCRYPTED");
        problem.at("private_key").remedy(match (encrypted, older, public) {
            (true, ..) => "It has a passphrase. Write it without one: openssl pkcs8 -topk8 -nocrypt -in KEY.pem",
            (_, true, _) => "It is in an older form (PKCS #1). Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY.pem",
            (.., true) => "That is the public half, which the tenant has. Enter the private key.",
            _ => "Enter an RSA key of 2048 bits or more in PEM, which begins with -----BEGIN PRIVATE KEY-----.",
        })
    })
}
