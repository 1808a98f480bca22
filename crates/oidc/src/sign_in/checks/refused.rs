//! What a provider's own words can mean. Which words mean what is in `said/providers`.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &CALLBACK_NOT_REGISTERED,
    &CLIENT_UNKNOWN,
    &CLIENT_DISABLED,
    &WRONG_ISSUER,
    &WRONG_ENDPOINT,
    &SECRET_WRONG,
    &SECRET_EXPIRED,
    &CLIENT_AUTHENTICATION_DIFFERS,
    &CLIENT_KEY_REFUSED,
    &FLOW_NOT_ALLOWED,
    &CLIENT_OF_ANOTHER_KIND,
    &SCOPE_REFUSED,
    &CONSENT_MISSING,
    &CONSENT_DECLINED,
    &PERSON_NOT_ASSIGNED,
    &PERSON_REFUSED,
    &POLICY_REFUSED,
    &NOBODY_SIGNED_IN,
    &PKCE_REFUSED,
    &NONCE_MISSING,
    &REQUEST_MALFORMED,
    &REQUEST_OBJECT_DEMANDED,
    &SIGN_IN_LOST,
    &EMBEDDED_WINDOW_REFUSED,
    &NETWORK_REFUSED,
    &ASKED_TOO_OFTEN,
    &PROVIDER_TROUBLE,
    &UPSTREAM_PROVIDER_FAILED,
    &ACCESS_TOKEN_REFUSED,
    &REFUSED_ON_A_PAGE,
    &PAGE_BLANK,
];

pub(crate) const CALLBACK_NOT_REGISTERED: Check = Check {
    code: "callback-not-registered",
    title: "The callback URL is registered",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider sends answers only to addresses that its administrator registered, and compares them character by character.",
};

pub(crate) const CLIENT_UNKNOWN: Check = Check {
    code: "client-unknown",
    title: "The provider knows the client",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The client ID is another's, of another tenant or realm, or was copied from the wrong place.",
};

pub(crate) const CLIENT_DISABLED: Check = Check {
    code: "client-disabled",
    title: "The client is enabled",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The client is there and was switched off or deleted.",
};

pub(crate) const WRONG_ISSUER: Check = Check {
    code: "wrong-issuer",
    title: "The issuer is where the client is",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "Tenant, realm or authorization server in the issuer is not the one where the client is registered.",
};

pub(crate) const WRONG_ENDPOINT: Check = Check {
    code: "wrong-endpoint",
    title: "The endpoint is the provider's",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The address answers, and is not the endpoint that was meant.",
};

pub(crate) const SECRET_WRONG: Check = Check {
    code: "secret-wrong",
    title: "The client secret is right",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The secret is not one of this client, was cut or its ID was pasted, or none arrived.",
};

pub(crate) const SECRET_EXPIRED: Check = Check {
    code: "secret-expired",
    title: "The client secret is still good",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "Secrets end at many providers. The client needs a new one, and its end noted.",
};

pub(crate) const CLIENT_AUTHENTICATION_DIFFERS: Check = Check {
    code: "client-authentication-differs",
    title: "The client authenticates as it is registered",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The secret came in another way than the client is registered for, came twice, or did not come.",
};

pub(crate) const CLIENT_KEY_REFUSED: Check = Check {
    code: "client-key-refused",
    title: "The provider knows the client's key",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider does not take the assertion of the client, or the key that signs.",
};

pub(crate) const FLOW_NOT_ALLOWED: Check = Check {
    code: "flow-not-allowed",
    title: "The client may use the flow",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The response type, response mode or grant of the chosen channel is not allowed for the client.",
};

pub(crate) const CLIENT_OF_ANOTHER_KIND: Check = Check {
    code: "client-of-another-kind",
    title: "The client is registered for a server",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The client or its callback URL is registered for a page in the browser, so that a server cannot redeem its codes.",
};

pub(crate) const SCOPE_REFUSED: Check = Check {
    code: "scope-refused",
    title: "The client may ask for its scopes",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "A scope is unknown there, not allowed for the client, or missing.",
};

pub(crate) const CONSENT_MISSING: Check = Check {
    code: "consent-missing",
    title: "The client has its consent",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "An administrator has to consent before anybody can sign in.",
};

pub(crate) const CONSENT_DECLINED: Check = Check {
    code: "consent-declined",
    title: "The person consents",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The person was asked and declined.",
};

pub(crate) const PERSON_NOT_ASSIGNED: Check = Check {
    code: "person-not-assigned",
    title: "The person may use the application",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The person, and every group of theirs, lacks the application.",
};

pub(crate) const PERSON_REFUSED: Check = Check {
    code: "person-refused",
    title: "The account can sign in",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The account is of another directory or kind, is locked, or its password is not right.",
};

pub(crate) const POLICY_REFUSED: Check = Check {
    code: "policy-refused",
    title: "The policies of the directory let the person in",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "A rule on devices, networks, risk or factors refused the sign-in.",
};

pub(crate) const NOBODY_SIGNED_IN: Check = Check {
    code: "nobody-signed-in",
    title: "Somebody can sign in",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The request said prompt=none and nobody is signed in. The client and its callback URL are accepted all the same.",
};

pub(crate) const PKCE_REFUSED: Check = Check {
    code: "pkce-refused",
    title: "PKCE fits",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider demands PKCE, another method of it, or received a verifier that does not fit.",
};

pub(crate) const NONCE_MISSING: Check = Check {
    code: "nonce-missing",
    title: "The request carries a nonce",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider demands a nonce, which the front channel always sends and the back channel when told to.",
};

pub(crate) const REQUEST_MALFORMED: Check = Check {
    code: "request-malformed",
    title: "The provider takes the request",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "A parameter is missing, doubled, too long or not known there.",
};

pub(crate) const REQUEST_OBJECT_DEMANDED: Check = Check {
    code: "request-object-demanded",
    title: "The provider takes plain requests",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider demands pushed or signed requests of this client, or refuses them.",
};

pub(crate) const SIGN_IN_LOST: Check = Check {
    code: "sign-in-lost",
    title: "The provider remembers the sign-in",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "Its cookie was lost: another tab, a blocked cookie, the back button, or a loop.",
};

/// The provider signs nobody in in a window of a program that is no browser.
pub const EMBEDDED_WINDOW_REFUSED: Check = Check {
    code: "embedded-window-refused",
    title: "The provider takes this window",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "Some providers and policies refuse a window that is embedded in a program. The system's browser is the way.",
};

pub(crate) const NETWORK_REFUSED: Check = Check {
    code: "network-refused",
    title: "Nothing stands in between",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "A proxy, a firewall or a rule of the network answered or changed the request.",
};

pub(crate) const ASKED_TOO_OFTEN: Check = Check {
    code: "asked-too-often",
    title: "The provider has time",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider counts requests and asks to wait.",
};

pub(crate) const PROVIDER_TROUBLE: Check = Check {
    code: "provider-trouble",
    title: "The provider works",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider failed on its own side.",
};

pub(crate) const UPSTREAM_PROVIDER_FAILED: Check = Check {
    code: "upstream-provider-failed",
    title: "The provider's own provider works",
    severity: Severity::Error,
    spec: "RFC 6749, sections 4.1.2.1 and 5.2",
    about: "The provider passes the person on to another one, and that one failed.",
};

pub(crate) const ACCESS_TOKEN_REFUSED: Check = Check {
    code: "access-token-refused",
    title: "Userinfo takes the access token",
    severity: Severity::Error,
    spec: "RFC 6750, section 3.1",
    about: "The access token is over or meant for another service.",
};

pub const REFUSED_ON_A_PAGE: Check = Check {
    code: "refused-on-a-page",
    title: "The provider sends the browser back",
    severity: Severity::Error,
    spec: "RFC 6749, section 4.1.2.1",
    about: "The provider answered with a page of its own that says it will not go on, in words that are not known. It must not send anybody \
            back to a client or a callback URL that it does not know, so these two come first of all; then whatever the page says.",
};

/// A page with nothing on it.
pub const PAGE_BLANK: Check = Check {
    code: "page-blank",
    title: "The provider's page shows something",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.2.3",
    about: "The browser stands on a page without a word on it: a script of the page failed, its content is blocked, or the provider shows its \
            pages to browsers alone. The same address in the system's browser tells which.",
};
