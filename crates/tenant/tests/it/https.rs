//! The tenant over https.

use std::path::Path;

use lintel_oidc::Clock;
use lintel_tenant::{Folder, KeySource, ServingHttps, Tenant};
use reqwest::{Certificate, Client};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::api_scene::config;

struct Served {
    tenant: Tenant,
    https: ServingHttps,
    _http: lintel_tenant::Serving,
}

impl Served {
    async fn start(folder: &Path) -> Served {
        let folder = Folder::open(folder).expect("the folder");
        let tenant = Tenant::open(config(folder, KeySource::Given([7; 32]), Clock::system())).await.expect("a tenant");
        let http = tenant.serve().await.expect("http");
        let https = tenant.serve_https(0).await.expect("https");
        Served { tenant, https, _http: http }
    }

    fn ca(&self) -> String {
        std::fs::read_to_string(&self.https.ca_pem_path).expect("the certificate")
    }

    fn client(&self) -> Client {
        let authority = Certificate::from_pem(self.ca().as_bytes()).expect("a certificate");
        Client::builder().no_proxy().tls_certs_only([authority]).build().expect("a client")
    }

    async fn token(&self, client: &Client, url: &str, audience: &str) -> Value {
        let (client_id, secret) = self.tenant.management_client();
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret.expose(),
            "audience": audience,
        });
        let answer = client.post(format!("{url}/oauth/token")).json(&body).send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_gets_in_and_each_address_takes_its_own_tokens() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path()).await;
    let client = served.client();
    let (https, http) = (served.https.url.as_str(), served.tenant.url());
    let metadata: Value = client
        .get(format!("{https}/.well-known/openid-configuration"))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(metadata["issuer"], format!("{https}/"));
    assert_eq!(metadata["token_endpoint"], format!("{https}/oauth/token"));
    assert_eq!(served.https.audience, format!("{https}/api/v2/"));

    for (url, other, audience) in
        [(https, http, served.https.audience.clone()), (http, https, served.tenant.audience())]
    {
        let refused = served.token(&client, other, &audience).await;
        assert_eq!(refused["error"], "access_denied", "{refused}");
        let token = served.token(&client, url, &audience).await["access_token"].as_str().expect("a token").to_owned();
        for (at, status) in [(url, 200), (other, 401)] {
            let answer = client.get(format!("{at}/api/v2/connections")).bearer_auth(&token).send().await;
            assert_eq!(answer.expect("an answer").status(), status, "{at}");
        }
    }
    let by_address = https.replace("localhost", "127.0.0.1");
    let answer = client.get(format!("{by_address}/.well-known/jwks.json")).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn a_client_without_the_authority_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path()).await;
    let other = tempfile::tempdir().expect("a folder");
    let another = Served::start(other.path()).await;
    let refused = another.client().get(&served.https.url).send().await.expect_err("a refusal");
    assert!(refused.is_connect(), "{refused:?}");
    assert_ne!(served.ca(), another.ca(), "each tenant has its own");
}

#[tokio::test]
async fn the_authority_stays_and_its_key_is_in_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path()).await;
    let first = served.ca();
    drop(served);
    assert_eq!(Served::start(folder.path()).await.ca(), first);
    assert!(first.starts_with("-----BEGIN CERTIFICATE-----"), "{first}");
    for file in std::fs::read_dir(folder.path()).expect("the folder") {
        let path = file.expect("a file").path();
        if path.is_file() {
            let bytes = std::fs::read(&path).expect("contents");
            let held = bytes.windows(11).any(|window| window == b"PRIVATE KEY");
            assert!(!held, "{}", path.display());
        }
    }
}

#[tokio::test]
async fn whoever_speaks_no_tls_is_let_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path()).await;
    let address = served.https.url.trim_start_matches("https://").replace("localhost", "127.0.0.1");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.expect("a request");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
    assert_eq!(served.client().get(&served.https.url).send().await.expect("an answer").status(), 404);
}
