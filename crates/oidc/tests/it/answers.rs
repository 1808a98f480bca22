//! Token responses and userinfo as providers get them wrong. The inputs are those of public reports, named beside each.

use lintel_oidc::{
    Finding,
    sign_in::{AttributeMap, Refusal, RelyingParty, UpstreamParam, Verified},
    trace::{StepKind, Trace},
};
use serde_json::{Value, json};

use crate::sign_in_provider::{Manner, Provider, step};

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

/// A sign-in whose token endpoint answers like this; `ID_TOKEN` stands for a sound one.
async fn signed_in(status: u16, headers: &[(&str, &str)], body: &str) -> Result<Verified, Refusal> {
    let provider = Provider::start(Manner::default()).await;
    provider.answer("token", status, headers, body.replace("ID_TOKEN", &provider.id_token()).as_bytes());
    provider.sign_in(provider.relying_party()).await
}

async fn refused(status: u16, headers: &[(&str, &str)], body: &str) -> Finding {
    signed_in(status, headers, body).await.expect_err("refused").finding
}

fn found(trace: &Trace, kind: StepKind) -> Vec<&Finding> {
    step(trace, kind).findings.iter().collect()
}

/// Of oauth2-rs 85, 86 and 151, rancher 49931 and kanidm 4470.
#[tokio::test]
async fn what_is_odd_about_a_token_response_and_hinders_nothing_is_named_and_the_sign_in_goes_on() {
    let sound = json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 3599, "id_token": "ID_TOKEN" });
    let with = |name: &str, value: Value| {
        let mut body = sound.clone();
        match value {
            Value::Null => drop(body.as_object_mut().expect("an object").remove(name)),
            value => body[name] = value,
        }
        body.to_string()
    };
    for (headers, body, member) in [
        (JSON, with("expires_in", json!("3599")), Some("expires_in")),
        (JSON, with("expires_in", json!("soon")), Some("expires_in")),
        (JSON, with("scope", json!(["openid", "email"])), Some("scope")),
        (JSON, with("token_type", Value::Null), Some("token_type")),
        (JSON, with("token_type", json!("bearer")), None),
        (JSON, with("access_token", Value::Null), Some("access_token")),
        (JSON, with("error", json!("")), None),
        (&[("content-type", "application/json;charset=UTF-8")], sound.to_string(), None),
        (&[("content-type", "text/plain")], sound.to_string(), Some("Content-Type")),
        (&[], sound.to_string(), Some("Content-Type")),
        (JSON, format!("\u{feff}{sound}"), None),
    ] {
        let verified = signed_in(200, headers, &body).await.unwrap_or_else(|it| panic!("{body}: {:?}", it.finding));
        let found = found(verified.recorder.trace(), StepKind::TokenRequest);
        let members: Vec<_> = found.iter().filter_map(|finding| finding.member.as_deref()).collect();
        assert_eq!(members, member.into_iter().collect::<Vec<_>>(), "{body}: {found:?}");
        assert!(found.iter().all(|finding| finding.code == "token-response-odd" && !finding.is_error()));
    }
}

/// Of kanidm 4470, oidctest 220 and Auth0's article on client_secret_basic.
#[tokio::test]
async fn what_came_in_place_of_tokens_is_named_as_what_it_is() {
    let text = [("content-type", "text/plain; charset=utf-8")];
    let html = [("content-type", "text/html")];
    let basic = [("www-authenticate", "Basic realm=\"clients\"")];
    let grant = r#"{ "error": "invalid_grant", "error_description": "code was already redeemed" }"#;
    let expired = r#"{ "error": "invalid_client", "error_description": "secret expired on 2026-01-01" }"#;
    let tokens = |id_token: &str| format!(r#"{{ "access_token": "at", "token_type": "Bearer"{id_token} }}"#);
    for (status, headers, body, code, words) in [
        (400, &text[..], grant.to_owned(), "grant-rejected", "invalid_grant: code was already redeemed"),
        (400, &text, "error=invalid_grant&error_description=gone".to_owned(), "grant-rejected", "invalid_grant: gone"),
        (401, &basic, String::new(), "client-rejected", "401 and WWW-Authenticate: Basic realm="),
        (200, JSON, expired.to_owned(), "client-rejected", "secret expired on 2026-01-01"),
        (400, JSON, r#"{ "error": { "code": 7 } }"#.to_owned(), "token-request-refused", r#"{"code":7}"#),
        (400, JSON, r#"{ "message": "no" }"#.to_owned(), "token-response-unreadable", "400 with message, and no error"),
        (200, JSON, tokens(""), "id-token-missing", "carries no ID token"),
        (200, JSON, tokens(r#", "id_token": """#), "id-token-missing", "carries an empty id_token"),
        (200, JSON, tokens(r#", "id_token": null"#), "id-token-missing", "carries id_token null"),
        (200, JSON, tokens(r#", "id_token": {}"#), "id-token-missing", "id_token of the token response is an object"),
        (
            200,
            &html,
            "<html><title>Maintenance</title></html>".to_owned(),
            "token-response-unreadable",
            "200 with a web page titled “Maintenance”",
        ),
        (204, &[], String::new(), "token-response-unreadable", "204 with an empty body"),
        (503, &html, "<html>".to_owned(), "token-response-unreadable", "503 with a web page"),
        (200, JSON, "[]".to_owned(), "token-response-unreadable", "200 with JSON that is an array and no object"),
        (
            200,
            &text,
            "access_token=at&token_type=Bearer".to_owned(),
            "token-response-unreadable",
            "a form and not JSON",
        ),
        (302, &[("location", "/login")], String::new(), "token-response-unreadable", "302 with a redirect to /login"),
        (200, JSON, " ".repeat(200_000), "token-endpoint-unreachable", "larger than 131072 bytes"),
    ] {
        let finding = refused(status, headers, &body).await;
        assert_eq!(finding.code, code, "{body:.80}: {finding:?}");
        assert!(finding.message.contains(words), "{}", finding.message);
        assert!(!finding.message.contains("no proxy") && finding.remedy.is_some(), "{finding:?}");
    }
    let remedy = refused(401, &basic, "").await.remedy.expect("a remedy");
    assert!(remedy.contains("HTTP Basic"), "{remedy}");
}

#[tokio::test]
async fn one_odd_claim_is_told_alike_over_both_channels() {
    for channel in lintel_oidc::Channel::BOTH {
        let claims = json!({ "updated_at": "2026-05-04T08:15:30Z", "exp": 1_900_000_000_000_u64 });
        let provider = Provider::start(Manner { claims, ..Manner::default() }).await;
        let rp = RelyingParty { channel, ..provider.relying_party() };
        let refusal = provider.sign_in(rp).await.expect_err("refused");
        assert_eq!(refusal.finding.code, "id-token-expired", "{channel:?}");
        assert!(refusal.finding.message.contains("milliseconds"));
    }
}

/// A sign-in that reads userinfo, which answers like this.
async fn userinfo(status: u16, headers: &[(&str, &str)], body: &[u8]) -> (Vec<Finding>, bool) {
    let provider = Provider::start(Manner::default()).await;
    provider.answer("userinfo", status, headers, body);
    let map = json!({ "mapping_mode": "use_map", "attributes": { "email": "${context.userinfo.email}" } });
    let rp = RelyingParty {
        attribute_map: AttributeMap::from_json(map.as_object()),
        upstream_params: UpstreamParam::all_from_json(
            json!({ "resource": { "value": "urn:example:webapi" } }).as_object(),
        ),
        ..provider.relying_party()
    };
    let verified = provider.sign_in(rp).await.expect("the sign-in goes on");
    let found = found(verified.recorder.trace(), StepKind::Userinfo).into_iter().cloned().collect();
    (found, verified.userinfo_claims.is_some())
}

/// A token of this header; nobody verifies it.
fn jwt(header: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    format!("{}.e30.AAAA", URL_SAFE_NO_PAD.encode(header))
}

/// Of esignet 2533, outline 5497, quarkus 42341 and OpenCTI 4337.
#[tokio::test]
async fn userinfo_that_cannot_be_read_is_named_with_its_endpoint_and_reason() {
    let signed = [("content-type", "application/jwt;charset=UTF-8")];
    let challenge =
        [("www-authenticate", "Bearer error=\"invalid_token\", error_description=\"audience does not fit\"")];
    let latin = [("content-type", "application/json;charset=ISO-8859-1")];
    let ps256 = jwt(r#"{ "alg": "PS256" }"#);
    for (status, headers, body, code, words) in [
        (200, &signed[..], ps256.clone().into_bytes(), "userinfo-signed", "answered with a signed token (PS256)"),
        (200, JSON, ps256.into_bytes(), "userinfo-signed", "answered with a signed token (PS256)"),
        (200, &signed, jwt(r#"{ "alg": "none" }"#).into_bytes(), "userinfo-signed", "not signed (alg none)"),
        (200, JSON, Vec::new(), "userinfo-failed", "answered 200 with an empty body"),
        (401, &[("www-authenticate", "Bearer realm=\"x\"")], Vec::new(), "userinfo-failed", "Bearer realm"),
        (200, JSON, br#"[{ "sub": "ada" }]"#.to_vec(), "userinfo-failed", "JSON that is an array and no object"),
        (200, &latin, b"{\"sub\":\"ada\",\"name\":\"Zo\xeb\"}".to_vec(), "userinfo-failed", "bytes that are not UTF-8"),
        (500, &[], Vec::new(), "userinfo-failed", "answered 500"),
    ] {
        let (found, read) = userinfo(status, headers, &body).await;
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert!(!read && finding.code == code, "{finding:?}");
        assert!(
            finding.message.contains("/userinfo answered") && finding.message.contains(words),
            "{}",
            finding.message
        );
    }
    let remedy = userinfo(401, &challenge, b"").await.0.remove(0).remedy.expect("a remedy");
    assert!(remedy.contains("upstream parameter resource (urn:example:webapi)"), "{remedy}");
}

#[tokio::test]
async fn userinfo_is_read_by_what_it_is_and_not_by_what_it_calls_itself() {
    let body = br#"{ "sub": "ada", "email": "ada@example.com" }"#;
    assert_eq!(userinfo(200, JSON, body).await, (Vec::new(), true));
    assert_eq!(userinfo(200, JSON, &[b"\xef\xbb\xbf".as_slice(), body].concat()).await, (Vec::new(), true));
    let (found, read) = userinfo(200, &[("content-type", "application/jwt")], body).await;
    assert!(read && found[0].code == "userinfo-odd", "{found:?}");
}
