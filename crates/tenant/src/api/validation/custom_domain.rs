use serde_json::{Map, Value};

use super::shape::{Invalid, Member, Shape, check_members};

const CREATE: &[Member] = &[
    Member::required("domain", Shape::Text { min: 1, max: 253, rule: Some(is_below_localhost) }, "Domain name"),
    Member::required(
        "type",
        Shape::OneOf(&["auth0_managed_certs", "self_managed_certs"]),
        "Who manages the domain's certificates",
    ),
    Member::optional("verification_method", Shape::OneOf(&["txt"]), "How the domain is verified"),
    Member::optional("tls_policy", Shape::OneOf(&["recommended"]), "TLS policy"),
    Member::optional(
        "custom_client_ip_header",
        Shape::Nullable(&Shape::OneOf(&[
            "true-client-ip",
            "cf-connecting-ip",
            "x-forwarded-for",
            "x-azure-clientip",
            "",
        ])),
        "Header with the client's IP address",
    ),
    Member::optional(
        "domain_metadata",
        Shape::Map { max: 10, value: &Shape::Nullable(&Shape::Text { min: 0, max: 255, rule: None }) },
        "Metadata of the domain",
    ),
    Member::optional(
        "relying_party_identifier",
        Shape::Text { min: 1, max: 253, rule: Some(is_host_name) },
        "Relying Party ID for passkeys",
    ),
];

pub(in crate::api) fn check_create(body: &Map<String, Value>) -> Result<(), Invalid> {
    check_members(body, CREATE, true, "", "")
}

/// RFC 6761, section 6.3: such names are this computer's alone.
fn is_below_localhost(domain: &str) -> Result<(), String> {
    let lower = domain.to_ascii_lowercase();
    match lower.strip_suffix(".localhost") {
        Some(_) if is_host_name(&lower).is_ok() => Ok(()),
        _ => Err(format!(
            "{domain} is not a name below .localhost. This local tenant answers on this computer alone: use a name such as \
             login.localhost"
        )),
    }
}

/// RFC 1123, section 2.1.
fn is_host_name(name: &str) -> Result<(), String> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|inner| inner.is_ascii_alphanumeric() || inner == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.split('.').all(is_label) {
        Ok(())
    } else {
        Err(format!("Object didn't pass validation for format hostname: {name}"))
    }
}
