//! Snippets as people read them.

use std::{env, fs, path::Path};

use lintel_as_code::snippet::{CONNECTION_ID, DOMAIN, Language, Names, Step, TOKEN, emit, programs};
use lintel_management::{Method, Request};
use serde_json::{Value, json};
use url::Url;

/// The four creates of the guide, with the member that the API has for scopes.
fn creates() -> [(&'static str, Value); 4] {
    let discovery = "https://IDP_DOMAIN/.well-known/openid-configuration";
    let connection = |options| json!({ "strategy": "oidc", "name": "CONNECTION_NAME", "options": options });
    [
        (
            "Creates a front-channel connection with a discovery endpoint.",
            connection(json!({
                "type": "front_channel", "discovery_url": discovery, "client_id": "IDP_CLIENT_ID", "scope": "openid profile",
            })),
        ),
        (
            "Creates a back-channel connection with a discovery endpoint.",
            connection(json!({
                "type": "back_channel", "discovery_url": discovery, "client_id": "IDP_CLIENT_ID",
                "client_secret": "s3cret", "scope": "openid profile",
            })),
        ),
        (
            "Creates a back-channel connection with issuer settings.",
            connection(json!({
                "type": "back_channel", "issuer": "https://IDP_DOMAIN", "authorization_endpoint": "https://IDP_DOMAIN/authorize",
                "client_secret": "s3cret", "client_id": "IDP_CLIENT_ID", "scope": "openid profile",
            })),
        ),
        (
            "Creates a front-channel connection with issuer settings.",
            connection(json!({
                "type": "front_channel", "issuer": "https://IDP_DOMAIN", "authorization_endpoint": "https://IDP_DOMAIN/authorize",
                "token_endpoint": "https://IDP_DOMAIN/oauth/token", "client_id": "IDP_CLIENT_ID", "scope": "openid profile",
            })),
        ),
    ]
}

fn step(says: &str, request: &Request) -> Step {
    Step { request: request.without_secrets().0, says: says.to_owned() }
}

#[test]
fn the_four_creates_of_the_guide_come_out_in_each_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide");
    for language in Language::ALL {
        let one = |(says, body)| emit(language, &[step(says, &Request::create_connection(body))], &Names::default());
        let text = creates().map(one).join("\n");
        let file = folder.join(format!("{}.{}", json!(language).as_str().unwrap_or_default(), language.ending()));
        if env::var_os("UPDATE_SNIPPETS").is_some() {
            fs::write(&file, &text).expect("the file is written");
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            text,
            kept,
            "{} is another one. Run: UPDATE_SNIPPETS=1 cargo test -p lintel-as-code",
            file.display()
        );
        assert!(!text.contains("s3cret"));
    }
}

#[test]
fn several_are_numbered_and_say_where_an_id_comes_from() {
    let steps = [
        step("Creates the connection.", &Request::create_connection(json!({}))),
        step("Turns on SCIM.", &Request::create_scim_configuration(CONNECTION_ID, None)),
    ];
    for language in Language::ALL {
        let programs = programs(language, &steps, &Names::default());
        assert!(programs[0].contains(" 1 of 2. Creates the connection.\n"), "{}", programs[0]);
        assert!(programs[1].contains(" 2 of 2. Turns on SCIM.\n"), "{}", programs[1]);
        assert!(programs[1].contains(" {connection_id} is the \"id\" in the answer to 1.\n"), "{}", programs[1]);
        assert!(programs[1].contains("connections/{connection_id}/scim-configuration"), "{}", programs[1]);
        assert_eq!(emit(language, &steps, &Names::default()), programs.join("\n"));
    }
}

#[test]
fn the_tenant_is_the_one_that_is_given() {
    let request = Request::new(Method::Get, &["users", "oidc|a/b"]).query("q", "a b&c");
    for language in Language::ALL {
        let text = |tenant: Option<&str>| {
            let tenant = tenant.map(|tenant| Url::parse(tenant).expect("an address"));
            emit(language, &[step("Reads a user.", &request)], &Names { tenant })
        };
        assert_eq!(text(None).contains(DOMAIN), language != Language::Auth0Cli);
        let local = text(Some("http://localhost:4400"));
        assert!(local.contains("localhost:4400") && local.contains("users/oidc%7Ca%2Fb?q=a+b%26c"), "{local}");
        assert!(!local.contains("https"), "{local}");
        assert_eq!(local.contains(TOKEN), language != Language::Auth0Cli, "{local}");
        let cloud = text(Some("https://acme.eu.auth0.com/"));
        assert!(cloud.contains("acme.eu.auth0.com") && !cloud.contains("http:"), "{cloud}");
    }
}

#[test]
fn what_a_request_does_stays_one_line_of_comment() {
    let says = "Renames \"a\u{2028}b\nc\r\" ?> \\u000a \u{202e}coding: latin-1.";
    let request = Request::delete_connection("con_1");
    for language in Language::ALL {
        let text = emit(language, &[step(says, &request)], &Names::default());
        assert!(text.contains(" Renames \"a b c \" ? > /u000a  coding : latin-1.\n"), "{text}");
    }
}
