use lintel_oidc::signing::{SigningAlgorithm, SigningKey};
use lintel_practice::{Port, Practice, PracticeConfig, StartError};

use crate::support::Practising;

#[tokio::test]
async fn a_host_that_is_not_this_computer_is_refused() {
    let practising = Practising::start().await;
    let port = practising.practice.port();
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("127.0.0.1:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        (format!("LOCALHOST:{port}"), 200),
        (format!("attacker.example:{port}"), 421),
        (format!("localhost.attacker.example:{port}"), 421),
        (format!("localhost:{}", port - 1), 421),
        ("localhost".to_owned(), 421),
    ] {
        for path in ["/.well-known/openid-configuration", "/jwks.json", "/"] {
            let response =
                practising.http.get(practising.url(path)).header("host", &host).send().await.expect("an answer");
            assert_eq!(response.status(), status, "{host}{path}");
        }
    }
}

#[tokio::test]
async fn no_other_origin_may_read_anything() {
    let practising = Practising::start().await;
    for path in ["/.well-known/openid-configuration", "/jwks.json", "/token", "/userinfo"] {
        let request = practising.http.get(practising.url(path)).header("origin", "https://app.example");
        let response = request.send().await.expect("an answer");
        assert!(!response.headers().keys().any(|name| name.as_str().starts_with("access-control-")), "{path}");
    }
}

#[tokio::test]
async fn a_taken_port_is_refused_by_its_number_and_the_next_free_one_is_found() {
    let first = Practising::start().await;
    let port = first.practice.port();
    let refused = Practice::start(PracticeConfig { port: Port::Exactly(port), ..PracticeConfig::default() }).await;
    assert!(matches!(refused, Err(StartError::PortTaken { port: taken, .. }) if taken == port));
    assert!(refused.expect_err("taken").to_string().contains(&port.to_string()));

    let second = Practice::start(PracticeConfig { port: Port::FirstFreeFrom(port), ..PracticeConfig::default() }).await;
    assert!(second.expect("a free port").port() > port);
}

#[tokio::test]
async fn a_restart_at_the_same_port_with_the_same_key_is_the_same_provider() {
    let pem = SigningKey::generate(SigningAlgorithm::RS256).and_then(|key| key.to_pkcs8_pem()).expect("a key");
    let config = PracticeConfig { signing_key: Some(pem), ..PracticeConfig::default() };
    let first = Practising::start_with(config.clone()).await;
    let (port, client, keys) = (first.practice.port(), first.practice.client(), first.json("/jwks.json").await);
    first.practice.shutdown().await;
    assert!(first.http.get(format!("http://localhost:{port}/")).send().await.is_err(), "nobody listens any more");

    let practice =
        Practice::start(PracticeConfig { port: Port::Exactly(port), ..config }).await.expect("the port is free again");
    assert_eq!(practice.client().client_id, client.client_id);
    assert_eq!(practice.client().client_secret, client.client_secret);
    let again = first.http.get(format!("http://localhost:{port}/jwks.json")).send().await.expect("an answer");
    assert_eq!(again.json::<serde_json::Value>().await.expect("JSON"), keys);
}

#[tokio::test]
async fn a_key_that_is_none_is_said_at_the_start() {
    let config =
        PracticeConfig { signing_key: Some(lintel_oidc::Secret::new("not a key")), ..PracticeConfig::default() };
    assert!(matches!(Practice::start(config).await, Err(StartError::Key(_))));
}

#[tokio::test]
async fn the_front_page_says_what_to_enter() {
    let practising = Practising::start().await;
    let page = practising.get("/").await.text().await.expect("a page");
    assert!(page.contains(&practising.practice.discovery_url()) && page.contains("practice-client"));
}
