//! Settings that are a choice among few values, in the API's spelling.

use serde::Serialize;

/// A value in the API's spelling.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Choice {
    pub value: &'static str,
    pub label: &'static str,
    /// What it does, in one sentence; empty where that depends on the provider.
    pub hint: &'static str,
}

pub(super) const CHANNELS: &[Choice] = &[
    Choice {
        value: "back_channel",
        label: "Back Channel",
        hint: "The tenant redeems a code at the token endpoint. `response_type=code`",
    },
    Choice {
        value: "front_channel",
        label: "Front Channel",
        hint: "The ID token returns through the browser. `response_mode=form_post`",
    },
];

pub(super) const AUTH_METHODS: &[Choice] = &[
    Choice {
        value: "client_secret_post",
        label: "Client Secret (client_secret_post)",
        hint: "Each token request carries the client secret.",
    },
    Choice {
        value: "private_key_jwt",
        label: "Private Key JWT (private_key_jwt)",
        hint: "Each token request carries an assertion that the tenant signs. The provider checks it with the public key.",
    },
];

pub(super) const AUDIENCES: &[Choice] = &[
    Choice { value: "token_endpoint", label: "Token endpoint", hint: "" },
    Choice { value: "issuer", label: "Issuer", hint: "" },
];

pub(super) const PKCE: &[Choice] = &[
    Choice { value: "auto", label: "Auto", hint: "" },
    Choice { value: "S256", label: "S256", hint: "" },
    Choice { value: "plain", label: "Plain", hint: "" },
    Choice { value: "disabled", label: "Disabled", hint: "" },
];

pub(super) const SYNC: &[Choice] = &[
    Choice {
        value: "on_each_login",
        label: "At each login",
        hint: "A login creates the user and overwrites these attributes every time. They can’t be edited in the tenant.",
    },
    Choice {
        value: "on_first_login",
        label: "At first login only",
        hint: "The first login creates the user with them. Later changes at the provider don’t reach the profile, and edits in the tenant stay.",
    },
    Choice {
        value: "never_on_login",
        label: "Never",
        hint: "A login creates no user and leaves these attributes alone. Users come by provisioning: SCIM, or the Management API.",
    },
];
