use serde_json::json;

use super::fault::{
    Answer,
    Change::{Document, Wire},
    Fault, Group,
    Wire::Instead,
    path::DISCOVERY,
};

pub(super) const GROUP: Group = Group {
    title: "Discovery document",
    faults: &[
        Fault {
            name: "document-missing",
            title: "No discovery document",
            description: "The address answers 404, as when the path of a realm or an application is missing from it.",
            changes: &[Wire(DISCOVERY, Instead(Answer::NOT_FOUND))],
        },
        Fault {
            name: "document-is-html",
            title: "A web page in its place",
            description: "The address answers with a sign-in page, as a firewall or a single-page application does for any path.",
            changes: &[Wire(DISCOVERY, Instead(Answer::HTML))],
        },
        Fault {
            name: "document-unavailable",
            title: "Discovery document unavailable",
            description: "The address answers 503, as a provider does during maintenance.",
            changes: &[Wire(DISCOVERY, Instead(Answer::UNAVAILABLE))],
        },
        Fault {
            name: "document-cut-off",
            title: "Discovery document cut off",
            description: "The JSON ends in the middle, as behind a proxy that limits the length of an answer.",
            changes: &[Wire(
                DISCOVERY,
                Instead(Answer {
                    status: 200,
                    media: "application/json",
                    header: None,
                    body: "{\"issuer\": \"http://localhost\",\n \"authorization_endpoint\": \"http://loc",
                }),
            )],
        },
        Fault {
            name: "document-too-large",
            title: "Discovery document too large",
            description: "The document has 140 KB, and Auth0 reads 128.",
            changes: &[Document(|document| {
                document.insert("ui_texts".to_owned(), json!("x".repeat(140 * 1024)));
            })],
        },
        Fault {
            name: "issuer-with-slash",
            title: "Issuer with a slash at its end",
            description: "The document's issuer ends with a slash, and the one in responses and ID tokens does not.",
            changes: &[Document(|document| {
                if let Some(serde_json::Value::String(issuer)) = document.get_mut("issuer") {
                    issuer.push('/');
                }
            })],
        },
        Fault {
            name: "issuer-is-template",
            title: "Issuer with {tenantid} in it",
            description: "The issuer is a template, as in the document that Microsoft publishes for all tenants together.",
            changes: &[Document(|document| {
                document.insert("issuer".to_owned(), json!("https://login.microsoftonline.com/{tenantid}/v2.0"));
            })],
        },
        Fault {
            name: "issuer-missing",
            title: "No issuer",
            description: "The document says nothing of its issuer, as that of a plain OAuth 2.0 server.",
            changes: &[Document(|document| drop(document.remove("issuer")))],
        },
        Fault {
            name: "authorization-endpoint-missing",
            title: "No authorization endpoint",
            description: "The document leaves out where people sign in.",
            changes: &[Document(|document| drop(document.remove("authorization_endpoint")))],
        },
        Fault {
            name: "token-endpoint-missing",
            title: "No token endpoint",
            description: "The document leaves out where codes are redeemed, as a provider of the implicit flow alone.",
            changes: &[Document(|document| drop(document.remove("token_endpoint")))],
        },
        Fault {
            name: "jwks-uri-missing",
            title: "No address of keys",
            description: "The document leaves out jwks_uri, without which no signature can be verified.",
            changes: &[Document(|document| drop(document.remove("jwks_uri")))],
        },
        Fault {
            name: "form-post-missing",
            title: "form_post is not offered",
            description: "The document lists query and fragment alone, and Front Channel wants ID tokens in a form.",
            changes: &[Document(|document| {
                document.insert("response_modes_supported".to_owned(), json!(["query", "fragment"]));
            })],
        },
        Fault {
            name: "openid-scope-missing",
            title: "The scope openid is not offered",
            description: "The document lists profile and email alone, as that of an OAuth 2.0 server.",
            changes: &[Document(|document| {
                document.insert("scopes_supported".to_owned(), json!(["profile", "email"]));
            })],
        },
        Fault {
            name: "pkce-not-advertised",
            title: "PKCE is not advertised",
            description: "The document says nothing of PKCE, although the provider knows it, as Microsoft Entra ID does.",
            changes: &[Document(|document| drop(document.remove("code_challenge_methods_supported")))],
        },
    ],
};
