//! Who may call the API, and in what form.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{TimeDelta, Utc};
use lintel_oidc::{
    Clock,
    signing::{SigningAlgorithm, SigningKey},
};
use lintel_tenant::{Folder, KeySource, Tenant};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::api_scene::{Scene, config, create, explicit_options, path_of};

/// Each operation with the scopes of which one is enough.
const OPERATIONS: [(&str, &str, &[&str]); 34] = [
    ("GET", "connections", &["read:connections"]),
    ("POST", "connections", &["create:connections"]),
    ("GET", "connections/con_a", &["read:connections"]),
    ("PATCH", "connections/con_a", &["update:connections"]),
    ("DELETE", "connections/con_a", &["delete:connections"]),
    ("GET", "connections/con_a/clients", &["read:connections"]),
    ("PATCH", "connections/con_a/clients", &["update:connections"]),
    ("GET", "connections/con_a/keys", &["read:connections_keys"]),
    ("POST", "connections/con_a/keys", &["create:connections_keys"]),
    ("GET", "clients", &["read:clients", "read:client_keys", "read:client_summary"]),
    ("POST", "clients", &["create:clients"]),
    ("GET", "clients/a", &["read:clients", "read:client_keys", "read:client_summary"]),
    ("PATCH", "clients/a", &["update:clients", "update:client_keys"]),
    ("DELETE", "clients/a", &["delete:clients"]),
    ("GET", "clients/a/connections", &["read:clients", "read:client_summary"]),
    ("GET", "custom-domains", &["read:custom_domains"]),
    ("POST", "custom-domains", &["create:custom_domains"]),
    ("GET", "custom-domains/cd_a", &["read:custom_domains"]),
    ("DELETE", "custom-domains/cd_a", &["delete:custom_domains"]),
    ("GET", "users", &["read:users"]),
    ("GET", "users/a", &["read:users"]),
    ("DELETE", "users/a", &["delete:users"]),
    ("GET", "connections/con_a/scim-configuration", &["read:scim_config"]),
    ("POST", "connections/con_a/scim-configuration", &["create:scim_config"]),
    ("PATCH", "connections/con_a/scim-configuration", &["update:scim_config"]),
    ("DELETE", "connections/con_a/scim-configuration", &["delete:scim_config"]),
    ("GET", "connections/con_a/scim-configuration/default-mapping", &["read:scim_config"]),
    ("GET", "connections/con_a/scim-configuration/tokens", &["read:scim_token"]),
    ("POST", "connections/con_a/scim-configuration/tokens", &["create:scim_token"]),
    ("DELETE", "connections/con_a/scim-configuration/tokens/tok_a", &["delete:scim_token"]),
    ("GET", "connections-scim-configurations", &["read:scim_config"]),
    ("GET", "connections-directory-provisionings", &["read:directory_provisionings"]),
    ("GET", "logs", &["read:logs", "read:logs_users"]),
    ("GET", "logs/a", &["read:logs", "read:logs_users"]),
];

#[tokio::test]
async fn without_a_token_every_operation_is_refused() {
    let scene = Scene::start().await;
    for (method, path, _) in OPERATIONS {
        let answer = scene.send(method.parse().expect("a method"), path, |request| request).await;
        assert_eq!(answer.status, 401, "{method} {path}");
        assert_eq!(answer.header("www-authenticate"), "Bearer", "RFC 6750, section 3");
    }
    for authorization in ["", "Bearer", "Bearer ", "Basic YTpi", "nonsense"] {
        let answer =
            scene.send(Method::GET, "connections", |request| request.header("authorization", authorization)).await;
        assert_eq!(answer.status, 401, "{authorization}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_this_tenants_is_refused() {
    let (scene, elsewhere) = (Scene::start().await, Scene::start().await);
    let good = scene.with_scopes("").await.token;
    let claims = payload(&good);
    let foreign_key = SigningKey::generate(SigningAlgorithm::RS256).expect("a key");
    let [header, body, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("a JWT") };
    let unsigned = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
    let mut more = claims.clone();
    more.insert("scope".to_owned(), "read:connections delete:everything".into());
    let more = URL_SAFE_NO_PAD.encode(Value::from(more).to_string());
    for (token, why) in [
        ("not-a-token".to_owned(), "no JWT"),
        (format!("{header}.{body}"), "no signature"),
        (format!("{unsigned}.{body}."), "alg none"),
        (format!("{header}.{more}.{signature}"), "other claims"),
        (foreign_key.sign("at+jwt", &claims).expect("a token"), "another key"),
        (elsewhere.with_scopes("").await.token, "another tenant"),
    ] {
        let answer = scene.caller(&token).get("connections").await;
        answer.assert_error(401, "", "Invalid token");
        assert_eq!(answer.status, 401, "{why}");
    }
    assert_eq!(scene.caller(&good).get("connections").await.status, 200);
}

#[tokio::test]
async fn an_expired_token_is_refused_as_such() {
    let directory = tempfile::tempdir().expect("a folder");
    let open = async |clock: Clock, port: Option<u16>| {
        let folder = Folder::open(directory.path()).expect("the folder");
        let mut config = config(folder, KeySource::Given([7; 32]), clock);
        config.port = port;
        Scene::of(Tenant::open(config).await.expect("a tenant")).await
    };
    let two_days_ago = open(Clock::at(Utc::now() - TimeDelta::days(2)), Some(0)).await;
    let token = two_days_ago.with_scopes("").await.token;
    assert_eq!(two_days_ago.caller(&token).get("connections").await.status, 200, "the tenant lives by its own clock");
    two_days_ago.close().await;
    let now = open(Clock::system(), None).await;
    let answer = now.caller(&token).get("connections").await;
    answer.assert_error(401, "", "Expired token received for JSON Web Token validation");
}

#[tokio::test]
async fn a_token_without_the_scope_is_refused_by_its_name() {
    let scene = Scene::start().await;
    let all: Vec<String> = scopes(&scene.with_scopes("").await.token);
    for (method, path, enough) in OPERATIONS {
        let method: Method = method.parse().expect("a method");
        let body =
            if path == "connections" { create("a", explicit_options()) } else { json!({ "show_as_button": true }) };
        let without: Vec<&str> = all.iter().map(String::as_str).filter(|scope| !enough.contains(scope)).collect();
        let token = scene.with_scopes(&without.join(" ")).await.token;
        let answer = scene.send(method.clone(), path, |request| request.bearer_auth(&token).json(&body)).await;
        let message = format!("Insufficient scope, expected any of: {}", enough.join(","));
        answer.assert_error(403, "insufficient_scope", &message);
        for scope in enough {
            let also = if path == "clients/a/connections" { " read:connections" } else { "" };
            let token = scene.with_scopes(&format!("{scope}{also}")).await.token;
            let answer = scene.send(method.clone(), path, |request| request.bearer_auth(&token).json(&body)).await;
            assert_ne!(answer.status, 403, "{method} {path} with {scope}: {}", answer.text);
        }
    }
    let clients = scene.with_scopes("read:clients").await;
    let answer = clients.get("clients/a/connections").await;
    answer.assert_error(403, "insufficient_scope", "Insufficient scope, expected any of: read:connections");
    for half in ["create:connections_keys", "update:connections_keys"] {
        let answer = scene.with_scopes(half).await.post("connections/con_a/keys/rotate", &json!({})).await;
        let both = "Insufficient scope, expected all of: create:connections_keys,update:connections_keys";
        answer.assert_error(403, "insufficient_scope", both);
    }
}

#[tokio::test]
async fn options_have_scopes_of_their_own() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let path = path_of(&connection);
    let caller = scene.with_scopes("read:connections update:connections").await;
    assert_eq!(caller.get(&path).await.body.get("options"), None);
    assert_eq!(caller.get("connections").await.body[0].get("options"), None);
    assert_eq!(caller.get("connections?fields=options").await.body[0].get("options"), None);
    let answer = caller.patch(&path, &json!({ "options": explicit_options() })).await;
    answer.assert_error(403, "insufficient_scope", "expected any of: update:connections_options");
    let answer = caller.patch(&path, &json!({ "show_as_button": true })).await;
    assert_eq!((answer.status, answer.body.get("options")), (200, None));
    assert_eq!(scene.get(&path).await.body["options"], connection["options"]);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let scene = Scene::start().await;
    let token = scene.with_scopes("").await.token;
    let path = path_of(&scene.connection("acme").await);
    let clients = format!("{path}/clients");
    for (method, path) in
        [(Method::POST, "connections"), (Method::PATCH, &path), (Method::PATCH, &clients), (Method::POST, "clients")]
    {
        for body in [&b"{"[..], b"", b"{\"a\":1}x", b"\xff\xfe", b"{'a':1}"] {
            let shape = |request: reqwest::RequestBuilder| {
                request.bearer_auth(&token).header("content-type", "application/json").body(body.to_vec())
            };
            let answer = scene.send(method.clone(), path, shape).await;
            answer.assert_error(400, "invalid_body", "Invalid request payload JSON format");
        }
        for body in ["7", "\"text\"", "null"] {
            let answer = scene.send(method.clone(), path, |request| request.bearer_auth(&token).body(body)).await;
            answer.assert_error(400, "invalid_body", "Payload validation error");
        }
    }
}

#[tokio::test]
async fn an_id_that_is_no_text_is_refused() {
    let scene = Scene::start().await;
    for path in [
        "connections/%FF",
        "connections/%FF/clients",
        "clients/%FF",
        "clients/%FF/connections",
        "users/%FF",
        "custom-domains/%FF",
    ] {
        scene.get(path).await.assert_error(400, "invalid_uri", "");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let scene = Scene::start().await;
    for path in ["", "nothing", "connections/", "connections/a/b", "connections/a/clients/c"] {
        scene.get(path).await.assert_error(404, "", "Not Found");
    }
    scene.delete("connections").await.assert_error(404, "", "Not Found");
    scene.post("users", &json!({})).await.assert_error(404, "", "Not Found");
}

/// DNS rebinding: a name that someone points at this computer.
#[tokio::test]
async fn another_host_is_refused() {
    let scene = Scene::start().await;
    let port = scene.tenant.url().rsplit(':').next().expect("a port").to_owned();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("LOCALHOST:{port}")] {
        assert_eq!(scene.under_host(&host, "/api/v2/connections").await.status, 200, "{host}");
    }
    for host in
        ["evil.example".to_owned(), format!("evil.example:{port}"), "localhost".to_owned(), "localhost:1".to_owned()]
    {
        for path in ["/api/v2/connections", "/.well-known/openid-configuration"] {
            let answer = scene.under_host(&host, path).await;
            assert_eq!(answer.status, 421, "{host} {path}: {}", answer.text);
            assert!(answer.text.contains("It answers to no other name"), "{}", answer.text);
        }
    }
}

/// That no answer carries a CORS header is looked at with every call of these tests.
#[tokio::test]
async fn pages_of_another_origin_are_refused() {
    let scene = Scene::start().await;
    let token = scene.with_scopes("").await.token;
    for origin in ["https://evil.example", "http://localhost:1", "null"] {
        let preflight = |request: reqwest::RequestBuilder| {
            request
                .header("origin", origin)
                .header("access-control-request-method", "PATCH")
                .header("access-control-request-headers", "authorization,content-type")
        };
        let answer = scene.send(Method::OPTIONS, "connections", preflight).await;
        assert_eq!(answer.status, 403, "{origin}");
        let call = |request: reqwest::RequestBuilder| request.header("origin", origin).bearer_auth(&token);
        assert_eq!(scene.send(Method::GET, "connections", call).await.status, 403, "{origin}");
    }
    let own = scene.tenant.url().to_owned();
    let call = |request: reqwest::RequestBuilder| request.header("origin", own).bearer_auth(&token);
    assert_eq!(scene.send(Method::GET, "connections", call).await.status, 200);
    let answer = scene.send(Method::OPTIONS, "connections", |request| request).await;
    assert_eq!(answer.status, 404, "nothing is granted without an Origin either");
}

fn payload(token: &str) -> Map<String, Value> {
    let payload = token.split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64url")).expect("claims")
}

fn scopes(token: &str) -> Vec<String> {
    payload(token)["scope"].as_str().expect("scopes").split(' ').map(str::to_owned).collect()
}
