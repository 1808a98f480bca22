//! The authorization response.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &TOO_MANY_PARAMETERS,
    &ANSWER_UNPROVEN,
    &DUPLICATE_PARAMETER,
    &PROVIDER_REFUSED,
    &STATE_MISMATCH,
    &RESPONSE_ISSUER_MISMATCH,
    &RESPONSE_ISSUER_MISSING,
    &RESPONSE_NOT_POSTED,
    &RESPONSE_INCOMPLETE,
];

pub(crate) const TOO_MANY_PARAMETERS: Check = Check {
    code: "too-many-parameters",
    title: "The response has at most 64 parameters",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.2.5",
    about: "Specifications define a dozen parameters of an authorization response, and providers add a few of their own. The rest of a longer \
            one is not read.",
};

pub(crate) const ANSWER_UNPROVEN: Check = Check {
    code: "answer-unproven",
    title: "Answers carry the state that was sent",
    severity: Severity::Warning,
    spec: "RFC 6749, section 10.12",
    about: "A test waits for the answer that carries its state. Any other answer may come from anybody: another page, an advertisement in a \
            frame of the provider's page, or a provider that leaves the state out of its errors, which RFC 6749, section 4.1.2.1, does not \
            allow. It ends nothing and its words prove nothing; they are shown because they may be the provider's all the same.",
};

pub(crate) const DUPLICATE_PARAMETER: Check = Check {
    code: "duplicate-parameter",
    title: "Each parameter comes once",
    severity: Severity::Error,
    spec: "RFC 6749, section 3.1",
    about: "A parameter that comes twice can be read in two ways, which attackers use.",
};

pub(crate) const PROVIDER_REFUSED: Check = Check {
    code: "provider-refused",
    title: "The provider let the person in",
    severity: Severity::Error,
    spec: "RFC 6749, section 4.1.2.1",
    about: "The provider answered the authorization request with an error. Its error code says which side has to change something.",
};

pub(crate) const STATE_MISMATCH: Check = Check {
    code: "state-mismatch",
    title: "State matches",
    severity: Severity::Error,
    spec: "RFC 6749, section 10.12",
    about: "State ties the answer to the request and the browser that made it. Another value, or none, may be an attack; usually it is \
            a second tab, the back button or a lost cookie.",
};

pub(crate) const RESPONSE_ISSUER_MISMATCH: Check = Check {
    code: "response-issuer-mismatch",
    title: "The response comes from the issuer",
    severity: Severity::Error,
    spec: "RFC 9207, section 2.4",
    about: "A response that names another issuer than the one that was asked is the sign of a mix-up attack, or of a connection whose \
            issuer and endpoints belong to two authorization servers.",
};

pub(crate) const RESPONSE_ISSUER_MISSING: Check = Check {
    code: "response-issuer-missing",
    title: "The response names its issuer as promised",
    severity: Severity::Error,
    spec: "RFC 9207, section 2.4",
    about: "The provider's metadata says authorization_response_iss_parameter_supported, so a response without iss must be refused.",
};

pub(crate) const RESPONSE_NOT_POSTED: Check = Check {
    code: "response-not-posted",
    title: "The ID token comes in a form",
    severity: Severity::Error,
    spec: "OAuth 2.0 Multiple Response Type Encoding Practices, section 3; OAuth 2.0 Form Post Response Mode, section 2",
    about: "The front channel asks for response_mode=form_post, and an ID token must never travel in a query: addresses stay in the browser's \
            history and in the logs of proxies. The token that came there is used for nothing.",
};

pub(crate) const RESPONSE_INCOMPLETE: Check = Check {
    code: "response-incomplete",
    title: "The response carries what the channel needs",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5",
    about: "The back channel needs a code, the front channel an ID token. A provider that answers in the URL fragment keeps both from \
            the server.",
};
