//! Every rule with a case that breaks it and one that does not.

use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use lintel_oidc::Finding;
use lintel_oidc::{
    discovery::{CandidatesError, catalogue, check_document, check_key_set, check_provider, unreadable_file},
    http::{FetchError, Fetcher, RedirectRefusal, TlsProblem},
    keys::KeySet,
};
use serde_json::{Value, json};

use super::server::{answer, redirect, serve};

/// A change to the sound document, and the code of the rule that it breaks.
type Break = (&'static str, fn(&mut Value));

const DOCUMENT_RULES: &[Break] = &[
    ("issuer-missing", |it| it["issuer"] = Value::Null),
    ("member-missing", |it| it["jwks_uri"] = json!("")),
    ("member-missing", |it| it["subject_types_supported"] = json!([])),
    ("token-endpoint-missing", |it| it["token_endpoint"] = Value::Null),
    ("member-wrong-type", |it| it["subject_types_supported"] = json!("public")),
    ("member-wrong-type", |it| it["response_types_supported"] = json!(["code", 1])),
    ("member-wrong-type", |it| it["jwks_uri"] = json!(1)),
    ("member-not-a-url", |it| it["jwks_uri"] = json!("/jwks")),
    ("member-not-a-url", |it| it["authorization_endpoint"] = json!("urn:a:b")),
    ("endpoint-templated", |it| it["token_endpoint"] = json!("https://op.example/{tenant}/token")),
    ("endpoint-templated", |it| it["jwks_uri"] = json!("https://op.example/{tenant}/keys")),
    ("endpoint-with-fragment", |it| it["authorization_endpoint"] = json!("https://op.example/authorize#top")),
    ("endpoint-with-fragment", |it| it["token_endpoint"] = json!("https://op.example/token#")),
    ("optional-member-not-a-url", |it| it["userinfo_endpoint"] = json!("https://op.example/userinfo#me")),
    ("optional-member-wrong-type", |it| it["request_parameter_supported"] = json!("false")),
    ("optional-member-wrong-type", |it| it["scopes_supported"] = json!("openid")),
    ("optional-member-wrong-type", |it| it["userinfo_endpoint"] = json!(["https://op.example/userinfo"])),
    ("optional-member-not-a-url", |it| it["userinfo_endpoint"] = json!("/userinfo")),
    ("optional-member-empty", |it| it["registration_endpoint"] = json!("")),
    ("optional-member-empty", |it| it["end_session_endpoint"] = Value::Null),
    ("optional-member-empty", |it| it["claims_supported"] = json!([])),
    ("issuer-differs-from-url", |it| it["issuer"] = json!("https://op.example/other")),
    ("issuer-trailing-slash", |it| it["issuer"] = json!("https://op.example/")),
    ("issuer-templated", |it| it["issuer"] = json!("https://login.microsoftonline.com/{tenantid}/v2.0")),
    ("issuer-query-or-fragment", |it| it["issuer"] = json!("https://op.example?x=y")),
    ("provider-on-this-computer", |it| it["issuer"] = json!("http://localhost:8080")),
    ("endpoint-on-this-computer", |it| it["token_endpoint"] = json!("http://localhost:8080/token")),
    ("endpoint-on-this-computer", |it| it["jwks_uri"] = json!("https://127.0.0.1/jwks")),
    ("endpoint-on-this-computer", |it| it["userinfo_endpoint"] = json!("http://[::1]:8080/userinfo")),
    ("endpoint-on-this-computer", |it| it["authorization_endpoint"] = json!("https://tenant.localhost/authorize")),
    ("member-not-https", |it| it["token_endpoint"] = json!("http://op.example/token")),
    ("endpoints-on-other-host", |it| it["token_endpoint"] = json!("https://other.example/token")),
    ("alg-none-advertised", |it| it["id_token_signing_alg_values_supported"] = json!(["RS256", "none"])),
    ("rs256-not-advertised", |it| it["id_token_signing_alg_values_supported"] = json!(["ES256"])),
    ("no-common-signing-alg", |it| it["id_token_signing_alg_values_supported"] = json!(["HS256"])),
    ("openid-scope-not-advertised", |it| it["scopes_supported"] = json!(["email"])),
    ("id-token-response-type-not-advertised", |it| it["response_types_supported"] = json!(["code"])),
    ("id-token-only-in-combination", |it| it["response_types_supported"] = json!(["code", "code id_token"])),
    ("code-response-type-not-advertised", |it| it["response_types_supported"] = json!(["id_token"])),
    ("form-post-not-advertised", |it| it["response_modes_supported"] = json!(["query", "fragment"])),
    ("pkce-not-advertised", |it| it["code_challenge_methods_supported"] = Value::Null),
    ("client-authentication-by-key", |it| {
        it["token_endpoint_auth_methods_supported"] = json!(["client_secret_basic", "private_key_jwt"])
    }),
    ("client-authentication-not-said", |it| it["token_endpoint_auth_methods_supported"] = json!([])),
    ("client-authentication-not-said", |it| it["token_endpoint_auth_methods_supported"] = Value::Null),
    ("pkce-method-unknown", |it| it["code_challenge_methods_supported"] = json!(["s256"])),
    ("pkce-method-unknown", |it| it["code_challenge_methods_supported"] = json!(["plain", "s256"])),
    ("pkce-plain-only", |it| it["code_challenge_methods_supported"] = json!(["plain"])),
    ("client-authentication-not-shared", |it| {
        it["token_endpoint_auth_methods_supported"] = json!(["client_secret_basic"])
    }),
];

const KEY_RULES: &[Break] = &[
    ("no-usable-signature-key", |it| it["keys"] = json!([])),
    ("no-usable-signature-key", |it| it["keys"][0]["use"] = json!("enc")),
    ("no-usable-signature-key", |it| it["keys"][0]["key_ops"] = json!(["encrypt"])),
    ("private-key-published", |it| it["keys"][0]["d"] = json!("AQAB")),
    ("private-key-published", |it| add(it, json!({"kty": "oct", "kid": "2", "k": "AAAA"}))),
    ("keys-do-not-serve-algorithms", |it| {
        it["keys"][0] = json!({"kty": "EC", "crv": "P-256", "kid": "1", "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "y": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"});
    }),
    ("key-unusable", |it| it["keys"][0]["n"] = Value::Null),
    ("key-unusable", |it| it["keys"][0]["n"] = json!("!")),
    ("key-unusable", |it| add(it, json!("text"))),
    ("key-unusable", |it| add(it, json!({"kid": "2"}))),
    ("key-unusable", |it| {
        add(
            it,
            json!({"kid": "2", "kty": "EC", "crv": "P-1", "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "y": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}),
        )
    }),
    ("key-unusable", |it| {
        it["keys"][0] = json!({"kty": "EC", "crv": "P-256", "kid": "1", "x": "AAAA", "y": "AAAA"});
    }),
    ("key-ignored", |it| add(it, json!({"kid": "2", "kty": "AKP", "alg": "ML-DSA-65", "pub": "AAAA"}))),
    ("no-key-for-connections", |it| {
        let octets = "A".repeat(88);
        it["keys"][0] = json!({"kty": "EC", "crv": "P-521", "kid": "1", "x": octets, "y": octets});
    }),
    ("kid-missing", |it| {
        let mut second = it["keys"][0].clone();
        second["kid"] = Value::Null;
        add(it, second);
    }),
    ("kid-missing-on-single-key", |it| it["keys"][0]["kid"] = Value::Null),
    ("kid-repeated", |it| add(it, it["keys"][0].clone())),
    ("rsa-key-short", |it| it["keys"][0]["n"] = json!("_".repeat(171))),
    ("rsa-keys-all-short", |it| it["keys"][0]["n"] = json!("_".repeat(171))),
    ("rsa-leading-zero", |it| it["keys"][0]["e"] = json!("AAEAAQ")),
    ("key-base64-padding", |it| it["keys"][0]["e"] = json!("AQ==")),
    ("key-standard-base64", |it| it["keys"][0]["n"] = json!("/".repeat(342))),
    ("key-alg-unknown", |it| it["keys"][0]["alg"] = json!("RS257")),
    ("key-use-unknown", |it| it["keys"][0]["use"] = json!("jwt-svid")),
    ("x5c-unreadable", |it| it["keys"][0]["x5c"] = json!(["AAAA"])),
    ("x5c-empty", |it| it["keys"][0]["x5c"] = json!([])),
    ("x5c-expired", |it| it["keys"][0]["x5c"] = json!([EXPIRED])),
    ("x5c-expires-soon", |it| it["keys"][0]["x5c"] = json!([SOON, EXPIRED])),
];

// Certificates that end on 31 December 2025, 30 January 2026 and a second after 31 January 2026 begins.
const EXPIRED: &str = "\
    MIHFMHmgAwIBAgIBATAFBgMrZXAwDTELMAkGA1UEAwwCb3AwHhcNMjQwMTAxMDAwMDAwWhcNMjUxMjMxMDAwMDAwWjANMQswCQYDVQQDDAJvcD\
    AqMAUGAytlcAMhAOyow7EuMCfkzL2IzZ4JsZr8tyMSvxzRNE8JQN+kp7KEMAUGAytlcANBAMmN2+nEaHtdnhdFGrFU+08z2lZjAkbYuHKJjkT0\
    9ZpIE3TnDZCOHF8DCP8U9Db8BJQa+N2gexh+B88cQGVwzQU=";
const SOON: &str = "\
    MIHFMHmgAwIBAgIBATAFBgMrZXAwDTELMAkGA1UEAwwCb3AwHhcNMjQwMTAxMDAwMDAwWhcNMjYwMTMwMDAwMDAwWjANMQswCQYDVQQDDAJvcD\
    AqMAUGAytlcAMhAOyow7EuMCfkzL2IzZ4JsZr8tyMSvxzRNE8JQN+kp7KEMAUGAytlcANBAI2aHtfQMkPpzcXFqjpF6kTn+ReOEkJ9iPUrnmV4\
    /nYWleoDLLSKqiv7zOJuiz7FIqzmZUBDfvWrSBgmEra5jgI=";
const LASTS: &str = "\
    MIHFMHmgAwIBAgIBATAFBgMrZXAwDTELMAkGA1UEAwwCb3AwHhcNMjQwMTAxMDAwMDAwWhcNMjYwMTMxMDAwMDAxWjANMQswCQYDVQQDDAJvcD\
    AqMAUGAytlcAMhAOyow7EuMCfkzL2IzZ4JsZr8tyMSvxzRNE8JQN+kp7KEMAUGAytlcANBAHwlUCKP2OHei61y/azNKhzi9opByX977joVSVND\
    tAc9ZUFBjxqP8kTXdxYrD6R5TAH/7z1DSQJZix3qO9YlyQc=";

/// 1 January 2026.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).expect("a time")
}

fn add(set: &mut Value, key: Value) {
    set["keys"].as_array_mut().expect("an array").push(key);
}

fn sound_document() -> Value {
    json!({
        "issuer": "https://op.example",
        "authorization_endpoint": "https://op.example/authorize",
        "token_endpoint": "https://op.example/token",
        "userinfo_endpoint": "https://op.example/userinfo",
        "jwks_uri": "https://op.example/jwks",
        "response_types_supported": ["code", "id_token"],
        "response_modes_supported": ["query", "form_post"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "scopes_supported": ["openid"],
        "request_parameter_supported": false,
        "code_challenge_methods_supported": ["S256"],
    })
}

fn sound_keys() -> Value {
    json!({"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": "_".repeat(342), "e": "AQAB"}]})
}

fn of_document(document: &Value) -> Vec<Finding> {
    let url = "https://op.example/.well-known/openid-configuration".parse().expect("a URL");
    check_document(document.to_string().as_bytes(), Some(&url)).findings
}

fn of_keys(keys: &Value) -> Vec<Finding> {
    check_key_set(KeySet::parse(keys.to_string().as_bytes()).expect("a key set"), &["RS256"], now()).findings()
}

#[test]
fn a_sound_document_with_sound_keys_has_no_findings() {
    assert_eq!(of_document(&sound_document()), []);
    assert_eq!(of_keys(&sound_keys()), []);
    let mut certified = sound_keys();
    certified["keys"][0]["x5c"] = json!([LASTS]);
    assert_eq!(of_keys(&certified), []);
}

#[test]
fn each_change_to_the_document_breaks_its_rule() {
    for (position, (code, change)) in DOCUMENT_RULES.iter().enumerate() {
        let mut document = sound_document();
        change(&mut document);
        assert_broken(code, &of_document(&document), position);
    }
}

#[test]
fn each_change_to_the_keys_breaks_its_rule() {
    for (position, (code, change)) in KEY_RULES.iter().enumerate() {
        let mut keys = sound_keys();
        change(&mut keys);
        assert_broken(code, &of_keys(&keys), position);
    }
}

#[test]
fn a_query_in_an_endpoint_and_a_fragment_elsewhere_are_no_fault() {
    let mut document = sound_document();
    document["authorization_endpoint"] = json!("https://op.example/authorize?p=b2c_1_sign_in");
    document["jwks_uri"] = json!("https://op.example/jwks#signing");
    document["service_documentation"] = json!("https://op.example/docs#sign-in");
    assert_eq!(of_document(&document), []);
}

#[test]
fn a_short_key_beside_one_that_will_do_is_a_warning_alone() {
    for beside in [
        json!({"kty": "RSA", "kid": "2", "n": "_".repeat(342), "e": "AQAB"}),
        json!({"kty": "EC", "crv": "P-256", "kid": "2", "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "y": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}),
    ] {
        let mut keys = sound_keys();
        keys["keys"][0]["n"] = json!("_".repeat(171));
        add(&mut keys, beside);
        let codes: Vec<String> = of_keys(&keys).into_iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["rsa-key-short"]);
    }
}

#[test]
fn each_saved_file_breaks_its_rule() {
    for (position, (code, file)) in FILE_RULES.iter().enumerate() {
        assert_broken(code, &check_document(file, None).findings, position);
    }
}

const FILE_RULES: &[(&str, &[u8])] = &[
    ("document-is-html", b"<!doctype html><title>Sign in</title>"),
    ("document-not-json", b"{\n  \"issuer\": \"https://op.example\"\n  \"jwks_uri\": 1\n}"),
    ("document-not-json", b""),
    ("document-not-json", b"\xff\xfe{\0}\0"),
    ("document-not-object", b"[]"),
    ("document-too-deep", b"{\"issuer\": \"https://op.example\", \"x\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"),
    ("member-repeated", b"{\"issuer\": \"https://op.example\", \"issuer\": \"https://other.example\"}"),
    ("optional-member-repeated", b"{\"issuer\": \"https://op.example\", \"x\": 1, \"x\": {}}"),
    ("document-not-metadata", b"{\"keys\": [{\"kty\": \"RSA\"}]}"),
    ("document-too-large", &[b' '; 131_073]),
    ("byte-order-mark", b"\xef\xbb\xbf{\"issuer\": \"https://op.example\"}"),
];

/// What a server answers to every request, and the rule that is then broken.
type Answers = (&'static str, fn(&str) -> axum::response::Response);

const JSON: &str = "application/json";

const ANSWER_RULES: &[Answers] = &[
    ("document-not-found", |_| answer(404, JSON, "{}")),
    ("document-not-public", |_| answer(403, JSON, "{}")),
    ("provider-failed", |_| answer(503, JSON, "{}")),
    ("unexpected-status", |_| answer(418, JSON, "{}")),
    ("document-too-large", |_| answer(200, JSON, " ".repeat(131_073))),
    ("document-not-metadata", |_| answer(200, JSON, "{\"error\": \"not here\"}")),
    ("redirect-refused", |_| redirect("http://op.example/")),
    ("too-many-redirects", |_| redirect("/again")),
    ("content-type-not-json", |_| answer(200, "text/plain", sound_document().to_string())),
    ("document-found-elsewhere", |path| match path {
        "/.well-known/openid-configuration" => answer(200, JSON, sound_document().to_string()),
        _ => answer(404, JSON, "{}"),
    }),
    ("only-oauth-metadata", |path| match path {
        "/.well-known/oauth-authorization-server/app" => answer(200, JSON, sound_document().to_string()),
        _ => answer(404, JSON, "{}"),
    }),
    ("keys-unreachable", |path| match path {
        "/jwks" => answer(500, JSON, "{}"),
        _ => answer(200, JSON, with_local_keys(path)),
    }),
    ("keys-unreadable", |path| match path {
        "/jwks" => answer(200, JSON, "<html>"),
        _ => answer(200, JSON, with_local_keys(path)),
    }),
    ("keys-unreadable", |path| match path {
        "/jwks" => answer(200, JSON, "{\"keys\": {}}"),
        _ => answer(200, JSON, with_local_keys(path)),
    }),
    ("member-repeated", |path| match path {
        "/jwks" => answer(200, JSON, "{\"keys\": [{\"kid\": \"1\", \"kid\": \"2\"}]}"),
        _ => answer(200, JSON, with_local_keys(path)),
    }),
    ("document-too-deep", |path| match path {
        "/jwks" => answer(200, JSON, format!("{{\"keys\": {}{}}}", "[".repeat(64), "]".repeat(64))),
        _ => answer(200, JSON, with_local_keys(path)),
    }),
    ("redirected-to-other-host", |path| match path {
        "/there" => answer(200, JSON, sound_document().to_string()),
        _ => redirect("/host/there"),
    }),
];

/// The port is not known here: the server puts it in.
fn with_local_keys(_: &str) -> String {
    let mut document = sound_document();
    document["jwks_uri"] = json!("http://127.0.0.1:PORT/jwks");
    document.to_string()
}

#[tokio::test]
async fn each_answer_breaks_its_rule() {
    let fetcher = Fetcher::new().expect("a fetcher").with_time_limit(Duration::from_secs(5));
    for (position, (code, answers)) in ANSWER_RULES.iter().enumerate() {
        let base = serve(|request| {
            let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
            with_port(answers(request.uri().path()), host)
        })
        .await;
        let url = base.join("/app").expect("a URL");
        assert_broken(code, &check_provider(url.as_str(), &fetcher, now()).await.findings, position);
    }
}

/// Fills in the port of the server, in bodies and in redirects to its other name.
fn with_port(response: axum::response::Response, host: &str) -> axum::response::Response {
    let port = host.rsplit(':').next().unwrap_or_default().to_owned();
    let (mut parts, body) = response.into_parts();
    if let Some(location) = parts.headers.get("location").and_then(|value| value.to_str().ok())
        && let Some(path) = location.strip_prefix("/host")
    {
        parts.headers.insert("location", format!("http://localhost:{port}{path}").parse().expect("a header"));
    }
    parts.headers.remove("content-length");
    let body = futures_util::StreamExt::map(body.into_data_stream(), move |chunk| {
        chunk.map(|bytes| String::from_utf8_lossy(&bytes).replace("PORT", &port).into_bytes())
    });
    axum::response::Response::from_parts(parts, axum::body::Body::from_stream(body))
}

/// The ways a fetch fails that need a network of another kind than a test has.
fn failures() -> Vec<(&'static str, Finding)> {
    let url = || "https://op.example/".parse().expect("a URL");
    let host = || "op.example".to_owned();
    // Any error of the client will do as the cause.
    let source = || reqwest::Client::new().get("no URL").build().expect_err("no URL");
    let tls = |problem| FetchError::Tls { host: host(), problem, source: source() }.finding();
    vec![
        ("connection-refused", FetchError::ConnectionRefused { host: host(), port: 443, source: source() }.finding()),
        (
            "connection-broken",
            FetchError::Broken { host: host(), reason: "cut off".into(), source: source() }.finding(),
        ),
        ("certificate-not-trusted", tls(TlsProblem::UnknownIssuer)),
        ("certificate-out-of-date", tls(TlsProblem::Expired { not_after: None })),
        ("certificate-out-of-date", tls(TlsProblem::NotValidYet)),
        ("certificate-for-other-host", tls(TlsProblem::WrongHost { names: vec!["other.example".into()] })),
        ("tls-failed", tls(TlsProblem::NothingShared)),
        ("url-not-usable", CandidatesError::Empty.finding()),
        ("url-not-usable", FetchError::Request { target: host(), reason: "why".into() }.finding()),
        ("url-not-https", FetchError::NotHttps { url: "http://op.example/".parse().expect("a URL") }.finding()),
        (
            "host-not-resolved",
            FetchError::NameNotResolved { host: host(), source: io::Error::other("no such name") }.finding(),
        ),
        ("no-answer-in-time", FetchError::Timeout { host: host(), after: Duration::from_secs(10) }.finding()),
        ("too-many-redirects", FetchError::TooManyRedirects { url: url(), limit: 5 }.finding()),
        (
            "redirect-refused",
            FetchError::RedirectRefused {
                from: url(),
                to: "http://op.example/".into(),
                reason: RedirectRefusal::Downgrade,
            }
            .finding(),
        ),
        ("document-too-large", FetchError::TooLarge { url: url(), limit: 131_072 }.finding()),
        ("file-unreadable", unreadable_file("missing.json", &io::Error::other("no such file")).findings.remove(0)),
    ]
}

#[test]
fn each_failure_is_a_finding_of_its_own() {
    for (position, (code, finding)) in failures().into_iter().enumerate() {
        assert_broken(code, &[finding], position);
    }
}

#[test]
fn no_rule_of_the_catalogue_is_without_its_case() {
    let documents = DOCUMENT_RULES.iter().chain(KEY_RULES).map(|(code, _)| *code);
    let answers = ANSWER_RULES.iter().map(|(code, _)| *code).chain(FILE_RULES.iter().map(|(code, _)| *code));
    let failures = failures().into_iter().map(|(code, _)| code);
    let covered: BTreeSet<&str> = documents.chain(answers).chain(failures).collect();
    let rules: BTreeSet<&str> = catalogue().iter().map(|check| check.code).collect();
    assert_eq!(covered, rules);
}

fn assert_broken(code: &str, findings: &[Finding], position: usize) {
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    let finding = findings.iter().find(|finding| finding.code == code);
    let finding = finding.unwrap_or_else(|| panic!("case {position} of {code} gives {codes:?}"));
    assert!(finding.message.ends_with('.') || finding.message.ends_with('”'), "a sentence: {}", finding.message);
    assert!(finding.remedy.is_some() || finding.is_error(), "{code} says what to do");
    let check = catalogue().into_iter().find(|check| check.code == code).expect("the rule is in the catalogue");
    assert_eq!((finding.severity, finding.spec.as_str()), (check.severity, check.spec));
}

/// Of Auth0's article on client_secret_basic: what each list means for each channel.
#[test]
fn a_channel_will_fail_where_the_secret_is_taken_by_basic_alone_and_the_other_channel_does_not_mind() {
    for (methods, code, usable) in [
        (json!(["client_secret_basic"]), "client-authentication-not-shared", false),
        (json!(["client_secret_basic", "client_secret_jwt"]), "client-authentication-not-shared", false),
        (json!(["none"]), "client-authentication-not-shared", true),
        (json!(["client_secret_basic", "private_key_jwt"]), "client-authentication-by-key", true),
        (json!([]), "client-authentication-not-said", true),
        (Value::Null, "client-authentication-not-said", true),
    ] {
        let mut document = sound_document();
        document["token_endpoint_auth_methods_supported"] = methods.clone();
        let report = check_document(document.to_string().as_bytes(), None);
        let (back, front) = (&report.back_channel, &report.front_channel);
        assert_eq!((back.usable, back.fails.is_none()), (usable, usable), "{methods}: {back:?}");
        assert!(back.refusal.is_none() && front.usable && front.findings.is_empty(), "{methods}");
        let [finding] = back.findings.as_slice() else { panic!("{methods}: {:?}", back.findings) };
        assert_eq!((finding.code.as_str(), finding.is_error()), (code, !usable), "{methods}");
    }
}

#[test]
fn a_channel_will_fail_where_no_signing_algorithm_is_shared() {
    let mut document = sound_document();
    document["id_token_signing_alg_values_supported"] = json!(["HS256"]);
    let report = check_document(document.to_string().as_bytes(), None);
    assert!(!report.back_channel.usable && !report.front_channel.usable);
    let because = report.back_channel.fails.expect("a reason");
    assert_eq!(because, "ID tokens are signed with HS256, which no connection takes");
}
