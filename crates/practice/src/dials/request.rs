use serde_json::json;

use super::fault::{
    Change::{Document, Page, Person, Request},
    Fault, Group,
};

pub(super) const GROUP: Group = Group {
    title: "Sign-in at the provider",
    faults: &[
        Fault {
            name: "client-unknown",
            title: "Client unknown",
            description: "The provider stops on its own page: it does not know the client ID, or in another directory only.",
            changes: &[Page("Unknown client", "unauthorized_client: Nobody here knows this client.")],
        },
        Fault {
            name: "callback-not-registered",
            title: "Callback not registered",
            description: "The provider stops on its own page: the callback URL is not registered, be it by one character.",
            changes: &[Page(
                "Redirect URI not registered",
                "redirect_uri_mismatch: This redirect_uri is not registered.",
            )],
        },
        Fault {
            name: "implicit-off",
            title: "ID tokens are not allowed",
            description: "The client may not have ID tokens directly (implicit), which Front Channel asks for.",
            changes: &[
                Document(|document| {
                    document.insert("response_types_supported".to_owned(), json!(["code"]));
                }),
                Request(|request| {
                    let refused = ("unsupported_response_type", "Implicit grant is not enabled for this client.");
                    (request.get("response_type") == Some("id_token")).then_some(refused)
                }),
            ],
        },
        Fault {
            name: "code-flow-off",
            title: "Codes are not allowed",
            description: "The client may not use the authorization code flow, which Back Channel asks for.",
            changes: &[Request(|request| {
                let refused = ("unauthorized_client", "The client may not use response_type code.");
                (request.get("response_type") == Some("code")).then_some(refused)
            })],
        },
        Fault {
            name: "scope-refused",
            title: "Scope refused",
            description: "The provider does not offer the scope email to this client.",
            changes: &[Request(|request| {
                let asks = request.get("scope").is_some_and(|scope| scope.split(' ').any(|scope| scope == "email"));
                asks.then_some(("invalid_scope", "The scope email is not allowed for this client."))
            })],
        },
        Fault {
            name: "pkce-required",
            title: "PKCE demanded",
            description: "A request without a code challenge is refused. It shows where PKCE is disabled on the connection.",
            changes: &[Request(|request| {
                let codes = request.get("response_type") == Some("code");
                let lacking = codes && request.get("code_challenge").is_none();
                lacking.then_some(("invalid_request", "Code challenge required: PKCE must be used by this client."))
            })],
        },
        Fault {
            name: "pkce-plain-only",
            title: "PKCE plain alone",
            description: "The provider knows no S256. It shows where the connection sends that.",
            changes: &[
                Document(|document| {
                    document.insert("code_challenge_methods_supported".to_owned(), json!(["plain"]));
                }),
                Request(|request| {
                    let s256 = request.get("code_challenge_method") == Some("S256");
                    s256.then_some(("invalid_request", "Transform algorithm not supported."))
                }),
            ],
        },
        Fault {
            name: "pkce-refused",
            title: "PKCE refused",
            description: "A request with a code challenge is refused, as by a provider that takes known parameters alone.",
            changes: &[Request(|request| {
                let refused = ("invalid_request", "Unknown parameter: code_challenge.");
                request.get("code_challenge").is_some().then_some(refused)
            })],
        },
        Fault {
            name: "nonce-required",
            title: "Nonce demanded",
            description: "A request without a nonce is refused. It shows on Back Channel where Nonce is off.",
            changes: &[Request(|request| {
                request.get("nonce").is_none().then_some(("invalid_request", "Missing parameter: nonce."))
            })],
        },
        Fault {
            name: "request-object-required",
            title: "Pushed or signed requests alone",
            description: "The provider takes no plain request from this client, and a connection sends no other.",
            changes: &[Request(|_| {
                Some(("request_not_supported", "This client must use pushed authorization requests (PAR)."))
            })],
        },
        Fault {
            name: "login-required",
            title: "Sign-in forbidden",
            description: "The provider says that nobody is signed in there and that it may not ask.",
            changes: &[Request(|_| Some(("login_required", "The user is not signed in.")))],
        },
        Fault {
            name: "consent-required",
            title: "Administrator has not consented",
            description: "The provider waits for an administrator who agrees for everybody.",
            changes: &[Person(("consent_required", "An administrator has to consent to this application."))],
        },
        Fault {
            name: "consent-denied",
            title: "Consent denied",
            description: "The person signs in and does not agree to what the application asks for.",
            changes: &[Person(("access_denied", "The resource owner denied the request."))],
        },
        Fault {
            name: "user-not-assigned",
            title: "Person not assigned",
            description: "The person signs in and may not use this application.",
            changes: &[Person(("access_denied", "User is not assigned to the client application."))],
        },
        Fault {
            name: "provider-fails",
            title: "Provider fails",
            description: "After the sign-in something breaks down at the provider.",
            changes: &[Person(("server_error", "An unexpected error occurred."))],
        },
        Fault {
            name: "provider-busy",
            title: "Provider overloaded",
            description: "The provider has no time now.",
            changes: &[Request(|_| Some(("temporarily_unavailable", "Try again later.")))],
        },
    ],
};
