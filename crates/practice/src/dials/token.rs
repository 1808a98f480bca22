use std::time::Duration;

use serde_json::json;

use super::fault::{
    Answer,
    Change::{Document, TokenRequest, Tokens, Wire},
    Fault, Group,
    Wire::{CallsItself, Instead, Late},
    path::TOKEN,
};
use crate::token_error::TokenError;

pub(super) const GROUP: Group = Group {
    title: "Token endpoint",
    faults: &[
        Fault {
            name: "secret-rejected",
            title: "Client secret rejected",
            description: "The token endpoint refuses the right client secret, as a provider does after a secret has expired.",
            changes: &[TokenRequest(|_| Some(TokenError::wrong_secret()))],
        },
        Fault {
            name: "basic-only",
            title: "HTTP Basic alone",
            description: "The token endpoint wants the secret in the Authorization header, and Auth0 sends it in the body.",
            changes: &[
                Document(|document| {
                    document.insert("token_endpoint_auth_methods_supported".to_owned(), json!(["client_secret_basic"]));
                }),
                TokenRequest(|_| Some(TokenError::wants_basic())),
            ],
        },
        Fault {
            name: "code-rejected",
            title: "Code rejected",
            description: "The token endpoint calls the code expired, as on a cluster whose servers do not share them.",
            changes: &[TokenRequest(|_| Some(TokenError::bad_request("invalid_grant", "The code has expired.")))],
        },
        Fault {
            name: "verifier-rejected",
            title: "PKCE verifier rejected",
            description: "The token endpoint compares the verifier with another challenge than it was sent.",
            changes: &[TokenRequest(|request| {
                let refused = TokenError::bad_request("invalid_grant", "PKCE verification failed.");
                request.get("code_verifier").is_some().then_some(refused)
            })],
        },
        Fault {
            name: "grant-not-allowed",
            title: "Grant not allowed",
            description: "The client may not redeem codes: authorization_code is not among its grants.",
            changes: &[TokenRequest(|_| {
                Some(TokenError::bad_request("unauthorized_client", "The client may not use authorization_code."))
            })],
        },
        Fault {
            name: "grant-unknown",
            title: "No token endpoint for codes",
            description: "What answers knows no authorization codes, as another endpoint of the same server.",
            changes: &[TokenRequest(|_| {
                Some(TokenError::bad_request("unsupported_grant_type", "authorization_code is not supported here."))
            })],
        },
        Fault {
            name: "id-token-left-out",
            title: "No ID token",
            description: "The token response has an access token alone, as from a plain OAuth 2.0 server.",
            changes: &[Tokens(|tokens| drop(tokens.remove("id_token")))],
        },
        Fault {
            name: "error-with-200",
            title: "Error under 200 OK",
            description: "The token endpoint answers 200 and says an error in it.",
            changes: &[Tokens(|tokens| {
                tokens.clear();
                tokens.insert("error".to_owned(), json!("invalid_grant"));
                tokens.insert("error_description".to_owned(), json!("The code was used before."));
            })],
        },
        Fault {
            name: "tokens-as-form",
            title: "Tokens are not JSON",
            description: "The token endpoint answers as a form does, as old OAuth servers do.",
            changes: &[Wire(
                TOKEN,
                Instead(Answer {
                    status: 200,
                    media: "application/x-www-form-urlencoded",
                    header: None,
                    body: "access_token=practice&token_type=bearer&expires_in=3600",
                }),
            )],
        },
        Fault {
            name: "tokens-are-html",
            title: "A web page in place of tokens",
            description: "The token endpoint answers with a page, as a wrong address or a proxy does.",
            changes: &[Wire(TOKEN, Instead(Answer::HTML))],
        },
        Fault {
            name: "tokens-as-text",
            title: "Tokens call themselves text",
            description: "The token response is JSON under text/plain. A sign-in reads it; stricter programs do not.",
            changes: &[Wire(TOKEN, CallsItself("text/plain"))],
        },
        Fault {
            name: "lifetime-as-text",
            title: "Lifetime as text",
            description: "expires_in is “3600” in quotes. A sign-in reads it; stricter programs do not.",
            changes: &[Tokens(|tokens| drop(tokens.insert("expires_in".to_owned(), json!("3600"))))],
        },
        Fault {
            name: "token-endpoint-fails",
            title: "Token endpoint fails",
            description: "The token endpoint answers 500.",
            changes: &[Wire(TOKEN, Instead(Answer::FAILED))],
        },
        Fault {
            name: "token-endpoint-limits",
            title: "Too many requests",
            description: "The token endpoint answers 429 and wants to be left alone for a minute.",
            changes: &[Wire(
                TOKEN,
                Instead(Answer {
                    status: 429,
                    media: "text/plain",
                    header: Some(("retry-after", "60")),
                    body: "Too Many Requests",
                }),
            )],
        },
        Fault {
            name: "token-endpoint-moved",
            title: "Token endpoint moved",
            description: "The token endpoint sends on to another address, where no code is sent.",
            changes: &[Wire(
                TOKEN,
                Instead(Answer {
                    status: 308,
                    media: "text/plain",
                    header: Some(("location", "/oauth2/token")),
                    body: "Moved",
                }),
            )],
        },
        Fault {
            name: "token-endpoint-slow",
            title: "Token endpoint too slow",
            description: "The token endpoint answers after 15 seconds. A sign-in waits for 10.",
            changes: &[Wire(TOKEN, Late(Duration::from_secs(15)))],
        },
    ],
};
