//! Refusals as well-known providers word them. They are known by the address that the browser is sent to, which nobody opens here.

use lintel_oidc::{
    Finding,
    metadata::ProviderSource,
    sign_in::{AttributeMap, AuthorizationResponse, RelyingParty, UpstreamParam},
    trace::StepKind,
};
use serde_json::json;

use crate::sign_in_provider::{Manner, Provider, begin, step};

const ENTRA: &str = "https://login.microsoftonline.com/8d9e/oauth2/v2.0/authorize";
const OKTA: &str = "https://acme.okta.com/oauth2/v1/authorize";
const KEYCLOAK: &str = "https://sso.example/realms/staff/protocol/openid-connect/auth";
const AD_FS: &str = "https://sts.example/adfs/oauth2/authorize";
const AUTH0: &str = "https://acme.eu.auth0.com/authorize";
const SOMEBODY: &str = "https://id.example/authorize";

const CALLBACK: &str = "http://localhost:4400/login/callback";
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

fn at(authorize: &str, provider: &Provider) -> RelyingParty {
    let rp = provider.relying_party();
    let source = ProviderSource { authorization_endpoint: Some(authorize.to_owned()), ..rp.provider };
    RelyingParty { provider: source, ..rp }
}

async fn at_token_endpoint(authorize: &str, status: u16, body: &str) -> Finding {
    let provider = Provider::start(Manner::default()).await;
    provider.answer("token", status, JSON, body.as_bytes());
    provider.sign_in(at(authorize, &provider)).await.expect_err("refused").finding
}

async fn in_redirect(authorize: &str, error: &str, description: &str) -> Finding {
    let provider = Provider::start(Manner::default()).await;
    refused_in_redirect(at(authorize, &provider), error, description).await
}

async fn refused_in_redirect(rp: RelyingParty, error: &str, description: &str) -> Finding {
    let sign_in = begin(rp, &[]).await.expect("a sign-in");
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("error", error), ("error_description", description), ("state", sign_in.state())])
        .finish();
    sign_in.finish(AuthorizationResponse::from_query(&query)).await.expect_err("refused").finding
}

#[track_caller]
fn assert_told(finding: &Finding, code: &str, remedy: &str, got: &str) {
    assert_eq!(finding.code, code, "{finding:?}");
    assert!(finding.remedy.as_ref().is_some_and(|text| text.contains(remedy)), "{remedy}: {finding:?}");
    assert!(finding.got.as_ref().is_some_and(|text| text.contains(got)), "{got}: {finding:?}");
}

#[tokio::test]
async fn what_the_token_endpoint_says_is_told_by_whose_it_is_with_its_own_text() {
    let oauth = |error: &str, text: &str| json!({ "error": error, "error_description": text }).to_string();
    let okta =
        |code: &str, text: &str| json!({ "errorCode": code, "errorSummary": text, "errorId": "oae" }).to_string();
    let keycloak = oauth("unauthorized_client", "Invalid client or Invalid client credentials");
    let long = format!("AADSTS99999999: Something new. {} Trace ID: 0a1b", "x".repeat(400));
    for (authorize, status, body, code, remedy, got) in [
        (
            ENTRA,
            401,
            oauth("invalid_client", "AADSTS7000222: The provided client secret keys for app 'client-1' are expired."),
            "secret-expired",
            "Certificates & secrets",
            "AADSTS7000222",
        ),
        (
            ENTRA,
            401,
            oauth(
                "invalid_client",
                "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app",
            ),
            "secret-wrong",
            "the secret’s Value",
            "AADSTS7000215",
        ),
        (
            ENTRA,
            400,
            oauth(
                "invalid_request",
                "AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
            ),
            "client-of-another-kind",
            CALLBACK,
            "AADSTS9002325",
        ),
        (
            ENTRA,
            400,
            oauth("invalid_request", &long),
            "provider-refused",
            "https://login.microsoftonline.com/error?code=99999999",
            "Trace ID: 0a1b",
        ),
        (
            OKTA,
            401,
            oauth("invalid_client", "The client secret supplied for a confidential client is invalid."),
            "secret-wrong",
            "status is Active",
            "supplied for a confidential",
        ),
        (
            OKTA,
            401,
            okta("E0000015", "You do not have permission to access the feature you are requesting"),
            "wrong-issuer",
            "without /oauth2/default",
            "401 E0000015: You do not",
        ),
        (
            OKTA,
            403,
            okta("E0000999", "Something new"),
            "provider-refused",
            "https://developer.okta.com/docs/reference/error-codes/",
            "E0000999: Something new",
        ),
        (
            OKTA,
            400,
            okta("invalid_client", "Invalid value for 'client_id' parameter."),
            "client-unknown",
            "General tab",
            "client_id",
        ),
        (KEYCLOAK, 401, keycloak, "secret-wrong", "Credentials tab of client client-1", "unauthorized_client"),
        (
            SOMEBODY,
            401,
            oauth("unauthorized_client", "Invalid client credentials"),
            "token-request-refused",
            "",
            "unauthorized_client",
        ),
        (
            AUTH0,
            401,
            oauth("access_denied", "Unauthorized"),
            "client-rejected",
            "in the tenant that this connection asks",
            "access_denied",
        ),
        (AD_FS, 404, String::new(), "wrong-endpoint", "/adfs/oauth2/token", "404 with an empty body"),
        (SOMEBODY, 404, String::new(), "wrong-endpoint", "compare token_endpoint", "404 with an empty body"),
        (SOMEBODY, 503, "<html>".to_owned(), "token-response-unreadable", "Try again", "503 with a web page"),
    ] {
        assert_told(&at_token_endpoint(authorize, status, &body).await, code, remedy, got);
    }
}

#[tokio::test]
async fn what_comes_back_with_the_browser_is_told_by_whose_it_is_with_the_values_that_were_sent() {
    let entra = "AADSTS65004: User declined to consent to access the app.";
    let passed_on =
        "AADSTS50011: The redirect URI 'https://acme.okta.com/oauth2/v1/authorize/callback' does not match.";
    for (authorize, error, text, code, remedy) in [
        (ENTRA, "access_denied", entra, "consent-declined", "an administrator consents for all"),
        (
            OKTA,
            "access_denied",
            "User is not assigned to the client application.",
            "person-not-assigned",
            "Assignments",
        ),
        (
            OKTA,
            "access_denied",
            "Policy evaluation failed for this request, please check the policy configurations.",
            "policy-refused",
            "app client-1",
        ),
        (KEYCLOAK, "invalid_scope", "Invalid scopes: openid email", "scope-refused", "Client scopes"),
        (KEYCLOAK, "invalid_request", "Missing parameter: code_challenge_method", "provider-refused", ""),
        (KEYCLOAK, "invalid_request", "Missing parameter: code_challenge", "pkce-refused", "sends PKCE S256 already"),
        (
            KEYCLOAK,
            "unauthorized_client",
            "Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.",
            "flow-not-allowed",
            "Capability config",
        ),
        (OKTA, "access_denied", entra, "consent-declined", "Between Okta and Microsoft Entra ID"),
        (OKTA, "server_error", passed_on, "upstream-provider-failed", "not in this connection"),
        (SOMEBODY, "access_denied", "No.", "provider-refused", ""),
        (SOMEBODY, "access_denied", "The resource owner denied the request.", "consent-declined", "agree"),
        (SOMEBODY, "invalid_scope", "groups is not allowed for this client.", "scope-refused", "openid email"),
    ] {
        let finding = in_redirect(authorize, error, text).await;
        assert_told(&finding, code, remedy, text);
        assert!(code != "upstream-provider-failed" || !format!("{finding:?}").contains(CALLBACK), "{finding:?}");
    }
}

#[tokio::test]
async fn only_a_request_that_forbids_to_ask_is_told_so() {
    let text = "AADSTS50058: A silent sign-in request was sent but no user is signed in.";
    for authorize in [ENTRA, SOMEBODY] {
        let finding = in_redirect(authorize, "login_required", text).await;
        assert_told(&finding, "nobody-signed-in", "did not forbid", text);
        let provider = Provider::start(Manner::default()).await;
        let prompt = UpstreamParam::all_from_json(json!({ "prompt": { "value": "none" } }).as_object());
        let rp = RelyingParty { upstream_params: prompt, ..at(authorize, &provider) };
        let finding = refused_in_redirect(rp, "login_required", text).await;
        assert_told(&finding, "nobody-signed-in", "Remove prompt=none", text);
    }
}

#[tokio::test]
async fn what_userinfo_says_is_told_and_the_sign_in_goes_on() {
    let ad_fs = "Bearer error=\"invalid_token\", error_description=\"MSIS9921: Received invalid UserInfo request.\"";
    let scope = "Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"profile\"";
    let in_body = br#"{ "error": "invalid_token", "error_description": "gone" }"#;
    for (authorize, status, challenge, body, code, remedy) in [
        (AD_FS, 401, Some(ad_fs), &[][..], "access-token-refused", "resource=urn:microsoft:userinfo"),
        (SOMEBODY, 403, Some(scope), &[], "scope-refused", "profile"),
        (SOMEBODY, 401, None, in_body, "access-token-refused", "resource and audience"),
        (SOMEBODY, 401, None, &[], "userinfo-failed", "Check the scopes"),
        (SOMEBODY, 404, None, &[], "userinfo-failed", "userinfo_endpoint"),
    ] {
        let provider = Provider::start(Manner::default()).await;
        let headers: Vec<_> = challenge.map(|challenge| ("www-authenticate", challenge)).into_iter().collect();
        provider.answer("userinfo", status, &headers, body);
        let map = json!({ "mapping_mode": "use_map", "attributes": { "email": "${context.userinfo.email}" } });
        let rp = RelyingParty { attribute_map: AttributeMap::from_json(map.as_object()), ..at(authorize, &provider) };
        let verified = provider.sign_in(rp).await.expect("the sign-in goes on");
        let found = &step(verified.recorder.trace(), StepKind::Userinfo).findings;
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_told(finding, code, remedy, &status.to_string());
        assert!(!finding.is_error(), "{finding:?}");
    }
}
