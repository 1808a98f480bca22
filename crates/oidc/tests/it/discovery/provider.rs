//! The whole way, from what a person typed to a report.

use std::net::TcpListener;

use chrono::Utc;
use lintel_oidc::{Channel, Severity};
use lintel_oidc::{
    discovery::{check_document, check_provider, vendor},
    http::Fetcher,
};
use serde_json::json;

use super::server::{answer, serve};

const JSON: &str = "application/json";

fn document(base: &str) -> serde_json::Value {
    json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/jwks"),
        "response_types_supported": ["code", "id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}

/// A provider below /app, whose documents name the host that was asked.
async fn provider(keys: &'static str) -> String {
    let base = serve(move |request| {
        let host = request.headers()["host"].to_str().expect("a host").to_owned();
        match request.uri().path() {
            "/app/.well-known/openid-configuration" => {
                answer(200, JSON, document(&format!("http://{host}/app")).to_string())
            }
            "/app/jwks" => answer(200, JSON, keys),
            _ => answer(404, "text/html", "<html>"),
        }
    })
    .await;
    format!("{base}app")
}

fn fetcher() -> Fetcher {
    Fetcher::new().expect("a fetcher")
}

#[tokio::test]
async fn a_base_url_leads_to_the_document_and_its_keys() {
    let key = r#"{"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "y": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "alg": "ES256"}]}"#;
    let base = provider(key).await;
    for typed in [
        base.clone(),
        format!("{base}/"),
        base.trim_start_matches("http://").to_owned(),
        format!("<{base}/.well-known/>"),
    ] {
        let report = check_provider(&typed, &fetcher(), Utc::now()).await;
        let found = report.found.as_ref().expect("the document is there");
        assert_eq!(
            found.discovery_url.as_ref().map(ToString::to_string),
            Some(format!("{base}/.well-known/openid-configuration"))
        );
        assert_eq!(found.key_set.as_ref().map(|keys| keys.usable_keys()), Some(1));
        assert_eq!(report.tried.iter().map(|tried| tried.outcome.as_str()).collect::<Vec<_>>(), ["200"]);
        assert!(report.reached && report.front_channel.usable && report.back_channel.usable);
        // The document says RS256, the key is for ES256: worth saying, and no word of a channel's verdict.
        assert!(report.findings.iter().any(|finding| finding.code == "keys-do-not-serve-algorithms"));
        assert!(
            report.front_channel.warnings.iter().all(|word| word.starts_with("http_")),
            "{:?}",
            report.front_channel.warnings
        );
    }
}

#[tokio::test]
async fn a_key_set_without_a_usable_key_makes_both_channels_unusable() {
    let base = provider(r#"{"keys": []}"#).await;
    let report = check_provider(&base, &fetcher(), Utc::now()).await;
    for channel in Channel::BOTH {
        let verdict = report.channel(channel);
        assert_eq!(
            (verdict.usable, verdict.missing.as_slice()),
            (false, ["usable_signature_key".to_owned()].as_slice())
        );
    }
}

#[tokio::test]
async fn an_answer_that_will_not_do_is_told_from_no_answer() {
    let html = serve(|_| answer(200, "text/html", "<!doctype html><title>Sign in</title>")).await;
    let report = check_provider(html.as_str(), &fetcher(), Utc::now()).await;
    assert!(report.reached && report.found.is_none());
    assert_eq!(report.findings[0].code, "document-is-html");
    assert_eq!(report.findings[0].got.as_deref(), Some("a page titled “Sign in”"));
    assert_eq!(report.back_channel.invalid, ["document(not_valid_json)"]);

    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let report = check_provider(&format!("http://{address}"), &fetcher(), Utc::now()).await;
    assert!(!report.reached);
    assert_eq!(
        (report.findings[0].code.as_str(), report.tried.len()),
        ("connection-refused", 1),
        "the other paths would fail alike"
    );
    assert_eq!(report.back_channel.missing, ["document"]);
}

#[tokio::test]
async fn a_miss_names_what_was_tried() {
    let base = serve(|_| answer(404, "text/html", "<html>")).await;
    let report = check_provider(&format!("{base}app"), &fetcher(), Utc::now()).await;
    assert!(report.reached);
    assert_eq!(report.findings[0].code, "document-not-found");
    assert!(report.findings[0].message.contains("oauth-authorization-server/app"), "{}", report.findings[0].message);
    assert!(report.tried.iter().all(|tried| tried.outcome == "404 Not Found"));
}

#[tokio::test]
async fn text_that_is_no_url_is_a_report_too() {
    let report = check_provider("not a url", &fetcher(), Utc::now()).await;
    assert!(!report.reached && !report.front_channel.usable);
    assert_eq!(report.findings[0].code, "url-not-usable");
}

#[test]
fn an_issuer_that_differs_is_shown_where_it_differs() {
    let mut document = document("https://op.example/realms/Sales");
    let url = "https://op.example/realms/sales/.well-known/openid-configuration".parse().expect("a URL");
    let report = check_document(document.to_string().as_bytes(), Some(&url));
    let finding =
        report.findings.iter().find(|finding| finding.code == "issuer-differs-from-url").expect("they differ");
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.message.ends_with("They differ at character 27: “s” and “S”."), "{}", finding.message);

    document["issuer"] = json!("https://OP.example/realms/sales");
    let report = check_document(document.to_string().as_bytes(), Some(&url));
    assert!(report.findings.iter().all(|finding| finding.member.as_deref() != Some("issuer")), "a host has no case");
    assert_eq!(check_document(document.to_string().as_bytes(), None).back_channel.warnings, [""; 0]);
}

#[test]
fn a_channel_has_the_findings_that_concern_it() {
    let mut document = document("https://op.example");
    document["token_endpoint"] = serde_json::Value::Null;
    let report = check_document(document.to_string().as_bytes(), None);
    let concerns = |channel: Channel| {
        report.channel(channel).findings.iter().any(|finding| finding.code == "token-endpoint-missing")
    };
    assert!(concerns(Channel::BackChannel) && !concerns(Channel::FrontChannel));
    assert!(report.front_channel.usable && !report.back_channel.usable);
}

#[test]
fn an_error_in_the_json_is_named_by_line_and_column() {
    let report = check_document(b"{\n  \"issuer\": \"https://op.example\"\n  \"jwks_uri\": 1\n}", None);
    assert!(
        report.findings[0].message.starts_with("Line 3, column 3 is not valid JSON"),
        "{}",
        report.findings[0].message
    );
}

#[test]
fn vendors_are_known_by_their_addresses() {
    let cases = [
        ("https://login.microsoftonline.com/abc/v2.0", Some("Microsoft Entra ID")),
        ("https://acme.b2clogin.com/acme.onmicrosoft.com/B2C_1_in/v2.0", Some("Azure AD B2C")),
        ("https://login.microsoftonline.com/te/acme.onmicrosoft.com/b2c_1_in/v2.0", Some("Azure AD B2C")),
        ("https://fs.example/adfs", Some("AD FS")),
        ("https://acme.okta.com/oauth2/default", Some("Okta")),
        ("https://accounts.google.com", Some("Google Workspace")),
        ("https://sso.example/realms/x", Some("Keycloak")),
        ("https://sso.example/auth/realms/x", Some("Keycloak")),
        ("https://auth.pingone.com/1/as", Some("PingOne")),
        ("https://acme.eu.auth0.com/", Some("Auth0")),
        ("https://acme.onelogin.com/oidc/2", Some("OneLogin")),
        ("https://acme.my.salesforce.com", Some("Salesforce")),
        ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x", Some("AWS Cognito")),
        ("https://notokta.com", None),
        ("https://op.example", None),
    ];
    for (issuer, wanted) in cases {
        let found = vendor(None, Some(issuer), None).map(|vendor| vendor.to_string());
        assert_eq!(found.as_deref(), wanted, "{issuer}");
    }
}
