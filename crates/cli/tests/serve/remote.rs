//! A tenant on another host, made by hand: an application that signs, a certificate of an authority of its own, and a proxy on the way.

use std::{
    collections::HashMap,
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing,
};
use lintel_local_server::{Bound, Serving, serve_tls};
use lintel_oidc::{
    Clock,
    signing::{SigningAlgorithm, SigningKey},
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::elsewhere::{Ran, ran};

const HOST: &str = "tenant.example";
const CLIENT_ID: &str = "the application";

struct Remote {
    key: Arc<SigningKey>,
    folder: TempDir,
    proxy: Proxy,
    _serving: Serving,
}

impl Remote {
    async fn start() -> Remote {
        let key = Arc::new(SigningKey::generate(SigningAlgorithm::RS256).expect("a key"));
        let router = Router::new()
            .route("/oauth/token", routing::post(token))
            .route("/api/v2/connections", routing::get(connections))
            .with_state(Arc::clone(&key));
        let (authority, tls) = certified();
        let folder = TempDir::new().expect("a folder");
        std::fs::write(folder.path().join("ca.pem"), authority).expect("a file");
        let bound = Bound::at(0).expect("a port");
        let proxy = Proxy::to(bound.port);
        Remote { key, folder, proxy, _serving: serve_tls(bound, router, tls).expect("it serves") }
    }

    fn variables(&self) -> HashMap<&'static str, String> {
        HashMap::from([
            ("PROD_DOMAIN", HOST.to_owned()),
            ("PROD_CLIENT_ID", CLIENT_ID.to_owned()),
            ("PROD_PRIVATE_KEY", self.key.to_pkcs8_pem().expect("PEM").expose().to_owned()),
            ("PROD_CA_FILE", self.folder.path().join("ca.pem").display().to_string()),
            ("PROD_PROXY", self.proxy.url.clone()),
        ])
    }
}

/// Lists the connections of the tenant, off the threads that serve it.
async fn listed(variables: &HashMap<&str, String>) -> Ran {
    let variables: Vec<(String, String)> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let command = ["connections", "list", "--json", "--tenant", "env:PROD"];
    tokio::task::spawn_blocking(move || ran(&command, &variables)).await.expect("it ran")
}

#[tokio::test]
async fn a_tenant_is_reached_by_private_key_through_a_proxy_and_by_its_own_authority() {
    let remote = Remote::start().await;
    let (code, said, why) = listed(&remote.variables()).await;
    assert_eq!((code, serde_json::from_str(&said).ok()), (Some(0), Some(json!([]))), "{why}");
    let asked = remote.proxy.asked.lock().expect("no panic").clone();
    assert!(!asked.is_empty() && asked.iter().all(|host| host == "tenant.example:443"), "{asked:?}");
}

#[tokio::test]
async fn what_does_not_lead_to_a_tenant_is_named() {
    let remote = Remote::start().await;
    let other = SigningKey::generate(SigningAlgorithm::RS256).and_then(|key| key.to_pkcs8_pem()).expect("PEM");
    for (variable, value, expected) in [
        ("PROD_PRIVATE_KEY", other.expose(), "the key is another"),
        ("PROD_PRIVATE_KEY", "not a key", "The private key cannot be used"),
        ("PROD_KEY_ALGORITHM", "HS256", "PROD_KEY_ALGORITHM is HS256."),
        ("PROD_CA_FILE", "/nowhere/ca.pem", "PROD_CA_FILE, /nowhere/ca.pem, could not be read"),
        ("PROD_CA_FILE", "", "its certificate is of an authority that is not trusted here"),
        ("PROD_PROXY", "proxy.example", "“proxy.example” is not the URL of a proxy"),
        ("PROD_PROXY", "http://127.0.0.1:9", "no connection could be made"),
        ("PROD_TOKEN", "not a token", "is not a Management API token"),
    ] {
        let mut variables = remote.variables();
        variables.insert(variable, value.to_owned());
        let (code, said, why) = listed(&variables).await;
        assert_eq!((code, said.as_str()), (Some(2), ""), "{variable}={value}: {why}");
        assert!(why.contains(expected), "{variable}={value}: {why}");
        assert!(!why.contains("PRIVATE KEY-----\n"), "{why}");
    }
}

/// RFC 7523, section 3: who signs, for whom, and that it ends.
async fn token(
    State(key): State<Arc<SigningKey>>,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let assertion = form.get("client_assertion").map(String::as_str).unwrap_or_default();
    let claims = key.verify(assertion, Clock::system().now());
    let by_whom = |claims: &serde_json::Map<String, Value>| {
        claims["iss"] == CLIENT_ID && claims["sub"] == CLIENT_ID && claims["aud"] == format!("https://{HOST}/")
    };
    let sound = claims.as_ref().is_some_and(by_whom)
        && form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        && form["audience"] == format!("https://{HOST}/api/v2/")
        && !form.contains_key("client_secret");
    match sound {
        true => {
            let token = json!({ "access_token": "the token", "token_type": "Bearer", "expires_in": 60, "scope": "read:connections" });
            (StatusCode::OK, Json(token))
        }
        false => {
            let error = json!({ "error": "invalid_client", "error_description": "the key is another" });
            (StatusCode::UNAUTHORIZED, Json(error))
        }
    }
}

async fn connections(headers: HeaderMap) -> Json<Value> {
    match headers.get("authorization").is_some_and(|value| value == "Bearer the token") {
        true => Json(json!({ "connections": [] })),
        false => Json(json!({ "statusCode": 401 })),
    }
}

/// The certificate of an authority in PEM, and a server with one of its certificates.
fn certified() -> (String, ServerConfig) {
    let own = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&own).expect("a certificate");
    let authority = pem::encode(&pem::Pem::new("CERTIFICATE", certificate.der().to_vec()));
    let leaf = KeyPair::generate().expect("a key");
    let issuer = Issuer::new(params, own);
    let leaf_params = CertificateParams::new([HOST.to_owned()]).expect("a name");
    let chain = vec![leaf_params.signed_by(&leaf, &issuer).expect("a certificate").der().clone()];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(leaf.serialize_der()));
    let tls = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).expect("a server");
    (authority, tls)
}

/// A proxy that leads everybody to one port of this computer (RFC 9110, section 9.3.6), until the test process ends.
struct Proxy {
    url: String,
    /// Which hosts it was asked for.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn to(port: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let hosts = Arc::clone(&asked);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let hosts = Arc::clone(&hosts);
                // Either end may close first.
                thread::spawn(move || lead(connection, port, &hosts).unwrap_or_default());
            }
        });
        Proxy { url, asked }
    }
}

fn lead(mut from: TcpStream, port: u16, asked: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut head = BufReader::new(from.try_clone()?).lines();
    let first = head.next().transpose()?.unwrap_or_default();
    while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let host = first.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).unwrap_or(&first);
    asked.lock().expect("no panic").push(host.to_owned());
    let mut to = TcpStream::connect(("127.0.0.1", port))?;
    from.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut back, mut there) = (to.try_clone()?, from.try_clone()?);
    thread::spawn(move || io::copy(&mut back, &mut there).unwrap_or_default());
    io::copy(&mut from, &mut to).map(drop)
}
