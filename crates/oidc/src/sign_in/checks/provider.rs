//! What is known of the provider before it is asked.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &ENDPOINT_MISSING,
    &ENDPOINT_UNUSABLE,
    &ENDPOINT_LEADS_HERE,
    &ENDPOINTS_FROM_DISCOVERY,
    &DISCOVERY_ISSUER_DIFFERS,
    &DISCOVERY_URL_IS_BASE,
];

pub(crate) const ENDPOINT_MISSING: Check = Check {
    code: "endpoint-missing",
    title: "Every endpoint the channel uses is known",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "A sign-in needs the provider's issuer, authorization endpoint and key set, and on the back channel its token endpoint. \
            They come from the connection, from the metadata that the tenant stored, or from the provider's discovery document; \
            none of the three had this one.",
};

pub(crate) const ENDPOINT_UNUSABLE: Check = Check {
    code: "endpoint-unusable",
    title: "Every endpoint is an https URL",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "An endpoint must be an absolute https URL; plain http is accepted for this computer only.",
};

pub(crate) const ENDPOINT_LEADS_HERE: Check = Check {
    code: "endpoint-leads-to-this-computer",
    title: "A provider elsewhere sends no request to this computer",
    severity: Severity::Error,
    spec: "RFC 9700, section 4.4",
    about: "Services of a computer trust whoever reaches them from it. Metadata that comes from elsewhere and names localhost would send the \
            token request, or the access token, to one of them. An address on this computer may be named by a provider on this computer, \
            and by whoever sets it on the connection.",
};

pub(crate) const ENDPOINTS_FROM_DISCOVERY: Check = Check {
    code: "endpoints-from-discovery",
    title: "The connection says every endpoint itself",
    severity: Severity::Note,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "The connection was made with an issuer and some endpoints only. The missing ones were read from the provider's discovery \
            document for this sign-in and are not written back to the connection.",
};

pub(crate) const DISCOVERY_ISSUER_DIFFERS: Check = Check {
    code: "discovery-issuer-differs",
    title: "The provider calls itself what the connection calls it",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4.3",
    about: "The issuer in the discovery document is not the connection's issuer. ID tokens will carry the provider's spelling, and a \
            trailing slash is enough to make two issuers of one.",
};

pub(crate) const DISCOVERY_URL_IS_BASE: Check = Check {
    code: "discovery-url-is-base",
    title: "The discovery URL is the document's own",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "The document is below the issuer, at /.well-known/openid-configuration. A local tenant completes a base URL; Auth0's Management \
            API wants the full URL and refuses the connection without it.",
};
