//! Pages that nobody comes back from.

use lintel_oidc::{
    Finding,
    sign_in::said::{self, Asked, Shown},
};

const CALLBACK: &str = "https://tenant.example/login/callback";

fn asked(issuer: &str) -> Asked {
    Asked::at(issuer, "client-1", CALLBACK, "openid email")
}

fn shown(issuer: &str, address: &str, status: u16, title: &str, text: &str) -> Option<Finding> {
    let address = address.parse().expect("a URL");
    let shown = Shown { address: &address, status: Some(status), title: Some(title), text: Some(text) };
    said::page(&shown, &asked(issuer))
}

#[track_caller]
fn told(issuer: &str, address: &str, status: u16, text: &str) -> (String, String, String) {
    let finding = shown(issuer, address, status, "", text).unwrap_or_else(|| panic!("nothing of {text:?}"));
    (finding.code, finding.message, finding.remedy.unwrap_or_default())
}

const ENTRA: &str = "https://login.microsoftonline.com/8d9e/v2.0";

#[test]
fn a_page_is_told_in_the_words_of_whoever_shows_it_with_the_values_at_hand() {
    let entra = "AADSTS50011: The redirect URI 'https://x.example/' specified in the request does not match the redirect URIs configured.";
    let google = "Access blocked: this request does not comply with the \"Use secure browsers\" policy. Error 403: disallowed_useragent";
    let (entra_page, google_page) = (
        "https://login.microsoftonline.com/8d9e/oauth2/v2.0/authorize?client_id=1",
        "https://accounts.google.com/signin/oauth/error?x=1",
    );
    let keycloak = "https://sso.example/realms/staff";
    let keycloak_page = "https://sso.example/realms/staff/protocol/openid-connect/auth?client_id=1";
    let cognito = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x";
    let cognito_page = "https://acme.auth.eu-west-1.amazoncognito.com/error?error=redirect_mismatch&client_id=1";
    for (issuer, address, status, text, code, words) in [
        (ENTRA, entra_page, 200, entra, "callback-not-registered", CALLBACK),
        ("https://accounts.google.com", google_page, 403, google, "embedded-window-refused", "system’s browser"),
        (
            keycloak,
            keycloak_page,
            400,
            "We are sorry… Invalid parameter: redirect_uri",
            "callback-not-registered",
            CALLBACK,
        ),
        (keycloak, keycloak_page, 400, "We are sorry… Client not found.", "client-unknown", "client-1"),
        (
            cognito,
            cognito_page,
            400,
            "An error was encountered with the requested page.",
            "callback-not-registered",
            CALLBACK,
        ),
        (ENTRA, entra_page, 200, "Sorry. AADSTS99999999: new.", "provider-refused", "error?code=99999999"),
    ] {
        let (found, message, remedy) = told(issuer, address, status, text);
        assert_eq!(found, code, "{message}");
        assert!(format!("{message} {remedy}").contains(words), "{message} {remedy}");
    }
}

#[test]
fn words_of_a_provider_that_is_not_known_are_told_as_likely_and_overloaded_ones_not_at_all() {
    let at = "https://id.example/authorize?client_id=1";
    let (code, message, _) = told("https://id.example", at, 400, "Unregistered redirect_uri (\"https://x.example\").");
    assert!(code == "callback-not-registered" && message.contains("most likely"), "{message}");
    let (code, message, remedy) = told("https://id.example", at, 400, "Etwas ist schiefgegangen.");
    assert_eq!(code, "refused-on-a-page");
    assert!(message.contains("most likely") && remedy.contains(CALLBACK) && message.contains("client-1"), "{message}");
    let bare = shown("https://id.example", at, 400, "", "unauthorized_client").expect("a finding");
    assert!(bare.message.starts_with("The provider refused, most likely"), "{}", bare.message);
}

#[test]
fn a_page_of_whoever_the_person_was_passed_on_to_says_nothing_of_this_connection() {
    let text = "AADSTS50011: The redirect URI 'https://acme.okta.com/cb' specified in the request does not match.";
    let at = "https://login.microsoftonline.com/8d9e/oauth2/v2.0/authorize";
    let (code, message, remedy) = told("https://acme.okta.com", at, 200, text);
    assert_eq!(code, "upstream-provider-failed");
    assert!(message.contains("Microsoft Entra ID") && message.contains("Okta"), "{message}");
    assert!(remedy.contains("not in this connection") && !remedy.contains(CALLBACK), "{remedy}");
    let (code, ..) = told("https://acme.okta.com", at, 200, "AADSTS50105: not assigned to a role");
    assert_eq!(code, "person-not-assigned");
}

#[test]
fn a_page_that_asks_for_something_gives_nothing_and_a_blank_one_is_named() {
    for text in
        ["Sign in\nEmail\nPassword\nForgot your password?", "Pick an account", "Approve the request on your phone"]
    {
        for issuer in [ENTRA, "https://acme.okta.com", "https://id.example", "https://sso.example/realms/staff"] {
            assert_eq!(
                shown(issuer, &format!("{issuer}/login?session=1"), 200, "Sign in", text),
                None,
                "{issuer}: {text}"
            );
        }
    }
    assert_eq!(told("https://id.example", "https://id.example/login", 200, " ").0, "page-blank");
    let address = "https://id.example/login".parse().expect("a URL");
    let untold = Shown { address: &address, status: None, title: None, text: None };
    assert_eq!(said::page(&untold, &asked("https://id.example")), None);
    for (status, code) in
        [(429, "asked-too-often"), (503, "provider-trouble"), (404, "wrong-endpoint"), (403, "refused-on-a-page")]
    {
        assert_eq!(told("https://id.example", "https://id.example/login", status, "Oje.").0, code);
    }
}

#[test]
fn an_address_says_what_the_page_does_not_and_nothing_else_of_it_is_repeated() {
    let at = "https://id.example/consent/completion?error=invalid_request&error_description=The+requested+OAuth+2.0+Client+does+not+exist.&session=SECRET";
    let finding = shown("https://id.example", at, 200, "Consent", "Something failed").expect("a finding");
    assert_eq!(finding.code, "client-unknown");
    assert!(!format!("{finding:?}").contains("SECRET"), "{finding:?}");
    let duende = "https://id.example/home/error?errorId=CfDJ8";
    assert_eq!(told("https://id.example", duende, 200, "An error has occurred").0, "provider-refused");
}
