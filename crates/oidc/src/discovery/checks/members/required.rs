//! What must be there.

use serde_json::Value;

use super::{
    kind::{is_absent, list_fault, wrong_type, wrong_type_reason},
    url::{not_callable, url_fault},
};
use crate::{
    Finding,
    discovery::{
        breach::{BACK, BOTH, Breach},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&ISSUER_MISSING, &MEMBER_MISSING, &TOKEN_ENDPOINT_MISSING, &MEMBER_WRONG_TYPE];

const ISSUER_MISSING: Check = Check {
    code: "issuer-missing",
    title: "Issuer is present",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, issuer",
    about: "An ID token is accepted only when its iss claim equals the issuer of the metadata, so nothing can be verified without one. \
            Auth0 refuses to save a connection whose metadata has no issuer. The member is usually absent when the file is OAuth \
            metadata written by hand, or another file of the provider.",
};

const MEMBER_MISSING: Check = Check {
    code: "member-missing",
    title: "Required members are present",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "authorization_endpoint, jwks_uri, response_types_supported, subject_types_supported and \
            id_token_signing_alg_values_supported are required. Absent, null, an empty string and an empty array are the same: there \
            is no value to use. Metadata written by hand and metadata of workload identity issuers, which sign in no people, usually \
            lack some.",
};

const TOKEN_ENDPOINT_MISSING: Check = Check {
    code: "token-endpoint-missing",
    title: "Token endpoint is present for Back Channel",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, token_endpoint",
    about: "With Back Channel the authorization code is redeemed at the token endpoint. Only a provider that issues every token \
            through the browser (the implicit flow) may leave it out.",
};

const MEMBER_WRONG_TYPE: Check = Check {
    code: "member-wrong-type",
    title: "Required members have the right type",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "A member of another JSON type than the specification gives it is not read by most relying parties. A single value that \
            was written as a string where an array belongs is the usual case.",
};

/// A member that must be an address.
pub(super) fn url(document: &DiscoveryDocument, member: &str) -> Option<Breach> {
    let channels = if member == "token_endpoint" { BACK } else { BOTH };
    let value = document.get(member);
    if is_absent(value) {
        return Some(Breach::missing(missing(document, member), channels, member));
    }
    let value = value?;
    let Some(text) = value.as_str() else {
        return Some(Breach::invalid(
            wrong_type(&MEMBER_WRONG_TYPE, member, value, "string"),
            channels,
            member,
            &wrong_type_reason(value, "string"),
        ));
    };
    let reason = url_fault(member, text)?;
    // An issuer with a placeholder is Microsoft's multi-tenant document, which has a rule of its own.
    if member == "issuer" && reason == "template" {
        return None;
    }
    Some(Breach::invalid(not_callable(member, text, reason), channels, member, reason))
}

/// A member that must be an array of texts.
pub(super) fn list(document: &DiscoveryDocument, member: &str) -> Option<Breach> {
    let value = document.get(member);
    if is_absent(value) {
        return Some(Breach::missing(missing(document, member), BOTH, member));
    }
    let value = value?;
    let reason = list_fault(value)?;
    Some(Breach::invalid(wrong_type(&MEMBER_WRONG_TYPE, member, value, "array"), BOTH, member, &reason))
}

fn missing(document: &DiscoveryDocument, member: &str) -> Finding {
    let (how, got) = match document.get(member) {
        None => ("is not in the document", "nothing"),
        Some(Value::Null) => ("is null", "null"),
        Some(Value::Array(_)) => ("is empty", "[]"),
        Some(_) => ("is empty", "\"\""),
    };
    let close = document.members().keys().find(|name| *name != member && looks_like(name, member));
    let message = match close {
        Some(close) => format!("{member} {how}. There is a member {close}, which nothing reads."),
        None => format!("{member} {how}."),
    };
    let (check, remedy) = match member {
        "issuer" => (&ISSUER_MISSING, "Ask the provider for its OpenID Connect discovery document; without an issuer no ID token can be verified.".to_owned()),
        "token_endpoint" => (&TOKEN_ENDPOINT_MISSING, "Use Front Channel, or enter the token endpoint in the connection's issuer details.".to_owned()),
        "response_types_supported" | "subject_types_supported" | "id_token_signing_alg_values_supported" => {
            (&MEMBER_MISSING, format!("Ask the provider to publish {member}; strict relying parties refuse the document without it."))
        }
        _ => (&MEMBER_MISSING, format!("Enter {member} in the connection's issuer details, or ask the provider to publish it.")),
    };
    check
        .finding(member, message)
        .expected(if member.ends_with("_supported") { "an array of strings" } else { "an absolute https URL" })
        .got(got)
        .remedy(remedy)
}

/// The same letters, or nearly: `jwksUri`, `id_token_alg_values_supported`, `id_token_siging_alg_values_supported`.
fn looks_like(name: &str, member: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (name, member) = (letters(name), letters(member));
    name == member
        || (name.starts_with("idtoken")
            && name.ends_with("algvaluessupported")
            && !name.contains("encryption")
            && member.starts_with("idtokensigning"))
}
