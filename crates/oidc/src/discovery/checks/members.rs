//! The members that OpenID Connect Discovery 1.0, section 3, requires, and the types of the others.

use serde_json::Value;
use url::{ParseError, Url};

use super::{BACK, BOTH, Outcome};
use crate::discovery::document::{Document, a_json_type, json_type};
use crate::finding::{Check, Severity};
use crate::json::Repeat;

pub(crate) const ALL: &[&Check] = &[
    &ISSUER_MISSING,
    &MEMBER_MISSING,
    &TOKEN_ENDPOINT_MISSING,
    &MEMBER_WRONG_TYPE,
    &MEMBER_NOT_A_URL,
    &ENDPOINT_TEMPLATED,
    &ENDPOINT_WITH_FRAGMENT,
    &MEMBER_REPEATED,
    &OPTIONAL_MEMBER_WRONG_TYPE,
    &OPTIONAL_MEMBER_NOT_A_URL,
    &OPTIONAL_MEMBER_REPEATED,
];

pub(crate) const ISSUER_MISSING: Check = Check {
    code: "issuer-missing",
    title: "Issuer is present",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, issuer",
    about: "An ID token is accepted only when its iss claim equals the issuer of the metadata, so nothing can be verified without one. \
            Auth0 refuses to save a connection whose metadata has no issuer. The member is usually absent when the file is OAuth \
            metadata written by hand, or another file of the provider.",
};

pub(crate) const MEMBER_MISSING: Check = Check {
    code: "member-missing",
    title: "Required members are present",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "authorization_endpoint, jwks_uri, response_types_supported, subject_types_supported and \
            id_token_signing_alg_values_supported are required. Absent, null, an empty string and an empty array are the same: there \
            is no value to use. Metadata written by hand and metadata of workload identity issuers, which sign in no people, usually \
            lack some.",
};

pub(crate) const TOKEN_ENDPOINT_MISSING: Check = Check {
    code: "token-endpoint-missing",
    title: "Token endpoint is present for Back Channel",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, token_endpoint",
    about: "With Back Channel the authorization code is redeemed at the token endpoint. Only a provider that issues every token \
            through the browser (the implicit flow) may leave it out.",
};

pub(crate) const MEMBER_WRONG_TYPE: Check = Check {
    code: "member-wrong-type",
    title: "Required members have the right type",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "A member of another JSON type than the specification gives it is not read by most relying parties. A single value that \
            was written as a string where an array belongs is the usual case.",
};

pub(crate) const MEMBER_NOT_A_URL: Check = Check {
    code: "member-not-a-url",
    title: "Issuer and endpoints are absolute https URLs",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "The issuer and the endpoints are absolute URLs. A relative path, a bare file name or a URN leads nowhere. Workload identity issuers put a URN in authorization_endpoint because nobody signs in there.",
};

pub(crate) const ENDPOINT_TEMPLATED: Check = Check {
    code: "endpoint-templated",
    title: "Addresses hold no placeholder",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3; RFC 3986, section 2",
    about: "Braces are no part of a URL: {tenantid}, {realm} and the like stand for something that was never filled in, and nothing \
            answers where they stand. A sign-in at such an address is refused before it begins.",
};

pub(crate) const ENDPOINT_WITH_FRAGMENT: Check = Check {
    code: "endpoint-with-fragment",
    title: "Endpoints have no fragment",
    severity: Severity::Error,
    spec: "RFC 6749, sections 3.1 and 3.2",
    about: "What follows # in a URL stays in the browser and reaches no server, so an endpoint must not have it. Parameters that are \
            added to such an address may be lost. A sign-in there is refused before it begins.",
};

pub(crate) const OPTIONAL_MEMBER_WRONG_TYPE: Check = Check {
    code: "optional-member-wrong-type",
    title: "Optional members have the right type",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "A sign-in does without the member, but a strict relying party refuses the whole document when one member has another \
            type than the specification gives it. Booleans written as strings are the usual case.",
};

pub(crate) const OPTIONAL_MEMBER_NOT_A_URL: Check = Check {
    code: "optional-member-not-a-url",
    title: "Optional addresses are absolute URLs",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "The address cannot be called as it stands. A sign-in may do without it: userinfo, for instance, is called only when the \
            mapping of claims uses it.",
};

pub(crate) const MEMBER_REPEATED: Check = Check {
    code: "member-repeated",
    title: "What a sign-in reads is said once",
    severity: Severity::Error,
    spec: "RFC 8259, section 4; RFC 7517, section 4",
    about: "Of an issuer, an endpoint or a key that is named twice in one object, one reader takes the first and another the last. Who can \
            add a line to a document can so show the one to those who check it, and the other to those who sign in.",
};

pub(crate) const OPTIONAL_MEMBER_REPEATED: Check = Check {
    code: "optional-member-repeated",
    title: "Each member is said once",
    severity: Severity::Warning,
    spec: "RFC 8259, section 4",
    about: "A member that no sign-in reads is named twice in one object. Readers differ in which they take; Lintel takes the last.",
};

const REQUIRED_URLS: [&str; 4] = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];
const REQUIRED_LISTS: [&str; 3] =
    ["response_types_supported", "subject_types_supported", "id_token_signing_alg_values_supported"];

/// OpenID Connect Discovery 1.0 section 3, Session Management, Front- and Back-Channel Logout, RFC 8414, 8628, 8705, 9101, 9126, 9207.
const OPTIONAL_URLS: [&str; 13] = [
    "userinfo_endpoint",
    "registration_endpoint",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
    "end_session_endpoint",
    "check_session_iframe",
    "introspection_endpoint",
    "revocation_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "backchannel_authentication_endpoint",
    "signed_jwks_uri",
];

const OPTIONAL_FLAGS: [&str; 15] = [
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
    "frontchannel_logout_supported",
    "frontchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
    "authorization_response_iss_parameter_supported",
    "tls_client_certificate_bound_access_tokens",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "backchannel_user_code_parameter_supported",
    "http_logout_supported",
    "verified_claims_supported",
];

/// Members of logout alone: worth saying, and the corpus has no word for them.
const WORDLESS: [&str; 2] = ["frontchannel_logout_session_supported", "backchannel_logout_session_supported"];

const OPTIONAL_LISTS: [&str; 23] = [
    "scopes_supported",
    "response_modes_supported",
    "grant_types_supported",
    "acr_values_supported",
    "id_token_encryption_alg_values_supported",
    "id_token_encryption_enc_values_supported",
    "userinfo_signing_alg_values_supported",
    "userinfo_encryption_alg_values_supported",
    "userinfo_encryption_enc_values_supported",
    "request_object_signing_alg_values_supported",
    "request_object_encryption_alg_values_supported",
    "request_object_encryption_enc_values_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "display_values_supported",
    "claim_types_supported",
    "claims_supported",
    "claims_locales_supported",
    "ui_locales_supported",
    "code_challenge_methods_supported",
    "revocation_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_methods_supported",
    "dpop_signing_alg_values_supported",
];

pub(crate) fn check(document: &Document) -> Vec<Outcome> {
    let urls = REQUIRED_URLS.iter().filter_map(|member| required_url(document, member));
    let lists = REQUIRED_LISTS.iter().filter_map(|member| required_list(document, member));
    let optional = document
        .members()
        .iter()
        .filter(|(_, value)| !is_absent(Some(value)))
        .filter_map(|(name, value)| optional(name, value));
    urls.chain(lists).chain(optional).chain(document.repeated().iter().map(repeated)).collect()
}

fn repeated(repeat: &Repeat) -> Outcome {
    let finding = OPTIONAL_MEMBER_REPEATED
        .finding(&repeat.member, format!("{repeat}. The last counts here."))
        .expected("each name once")
        .got(format!("{} more than once", repeat.name))
        .remedy(format!("Have the provider take all but one “{}” out.", repeat.name));
    Outcome::warning(finding, BOTH, format!("repeated:{}", repeat.member))
}

fn required_url(document: &Document, member: &str) -> Option<Outcome> {
    let channels = if member == "token_endpoint" { BACK } else { BOTH };
    let value = document.get(member);
    if is_absent(value) {
        return Some(Outcome::missing(missing(document, member), channels, member));
    }
    let value = value?;
    let Some(text) = value.as_str() else {
        return Some(Outcome::invalid(
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
    Some(Outcome::invalid(not_callable(member, text, reason), channels, member, reason))
}

/// Why nothing can be called at an address that is a URL otherwise: it holds `{…}`, or is an endpoint with a fragment.
pub fn unfinished_endpoint(member: &str, text: &str) -> Option<crate::Finding> {
    url_fault(member, text)
        .filter(|reason| matches!(*reason, "template" | "fragment"))
        .map(|reason| not_callable(member, text, reason))
}

fn not_callable(member: &str, text: &str, reason: &str) -> crate::Finding {
    let check = match reason {
        "template" => &ENDPOINT_TEMPLATED,
        "fragment" => &ENDPOINT_WITH_FRAGMENT,
        _ => &MEMBER_NOT_A_URL,
    };
    check
        .finding(member, format!("{member} is “{text}”, {}.", url_fault_in_words(reason)))
        .expected("an absolute https URL")
        .got(text)
        .remedy(format!(
            "Correct {member} at the provider, or enter the right address in the connection's issuer details."
        ))
}

fn required_list(document: &Document, member: &str) -> Option<Outcome> {
    let value = document.get(member);
    if is_absent(value) {
        return Some(Outcome::missing(missing(document, member), BOTH, member));
    }
    let value = value?;
    let reason = list_fault(value)?;
    Some(Outcome::invalid(wrong_type(&MEMBER_WRONG_TYPE, member, value, "array"), BOTH, member, &reason))
}

fn optional(member: &str, value: &Value) -> Option<Outcome> {
    if REQUIRED_LISTS.contains(&member) || REQUIRED_URLS.contains(&member) {
        return None;
    }
    let wrong = |wanted| {
        let finding = wrong_type(&OPTIONAL_MEMBER_WRONG_TYPE, member, value, wanted);
        Some(if WORDLESS.contains(&member) {
            Outcome::aside(finding, BOTH)
        } else {
            Outcome::warning(finding, BOTH, format!("type:{member}"))
        })
    };
    if OPTIONAL_FLAGS.contains(&member) {
        return if value.is_boolean() { None } else { wrong("boolean") };
    }
    if OPTIONAL_LISTS.contains(&member) {
        return list_fault(value).and_then(|_| wrong("array"));
    }
    if !OPTIONAL_URLS.contains(&member) {
        return None;
    }
    let Some(text) = value.as_str() else {
        return wrong("string");
    };
    let reason = url_fault(member, text)?;
    let finding = OPTIONAL_MEMBER_NOT_A_URL
        .finding(member, format!("{member} is “{text}”, {}.", url_fault_in_words(reason)))
        .expected("an absolute https URL")
        .got(text)
        .remedy(format!("Correct {member} at the provider if anything is to call it."));
    Some(Outcome::warning(finding, BOTH, format!("optional_url:{member}")))
}

fn missing(document: &Document, member: &str) -> crate::Finding {
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

fn wrong_type(check: &Check, member: &str, value: &Value, wanted: &str) -> crate::Finding {
    let shown: String = value.to_string().chars().take(120).collect();
    let wanted = match wanted {
        "array" => "an array of strings".to_owned(),
        other => format!("a {other}"),
    };
    let is = match value {
        Value::Array(_) if wanted.contains("array") => "an array whose members are not all strings".to_owned(),
        other => a_json_type(other),
    };
    check
        .finding(member, format!("{member} is {is} where {wanted} belongs."))
        .expected(wanted)
        .got(shown)
        .remedy(format!("Correct the type of {member} at the provider."))
}

/// Absent, null, `""` and `[]` alike: no value to use.
pub(crate) fn is_absent(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

fn list_fault(value: &Value) -> Option<String> {
    match value.as_array() {
        None => Some(wrong_type_reason(value, "array")),
        Some(list) => {
            list.iter().find(|entry| !entry.is_string()).map(|entry| format!("{}_in_array", json_type(entry)))
        }
    }
}

fn wrong_type_reason(value: &Value, wanted: &str) -> String {
    format!("{}_not_{wanted}", json_type(value))
}

/// Why a string is no absolute http URL that can be called.
fn url_fault(member: &str, text: &str) -> Option<&'static str> {
    match Url::parse(text) {
        Err(ParseError::RelativeUrlWithoutBase) => Some("relative_or_no_scheme"),
        _ if text.contains(['{', '}']) => Some("template"),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Some("not_http_url"),
        Ok(url) if url.fragment().is_some() && member.ends_with("_endpoint") => Some("fragment"),
        Ok(url) if url.has_host() => None,
        Ok(_) | Err(_) => Some("not_http_url"),
    }
}

fn url_fault_in_words(reason: &str) -> &'static str {
    match reason {
        "relative_or_no_scheme" => "which does not start with https://",
        "template" => "which holds a placeholder that was never filled in",
        "fragment" => "which has a fragment that no server gets to see",
        _ => "which is not an http or https URL",
    }
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
