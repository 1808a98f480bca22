//! How the numbers of a key are written.

use super::warning::{lower_first, warning};
use crate::{
    discovery::breach::Breach,
    finding::{Check, Severity},
    keys::Key,
};

pub(crate) const ALL: &[&Check] = &[&RSA_LEADING_ZERO, &BASE64_PADDING, &STANDARD_BASE64];

const RSA_LEADING_ZERO: Check = Check {
    code: "rsa-leading-zero",
    title: "RSA numbers are written without leading zeros",
    severity: Severity::Note,
    spec: "RFC 7518, section 2, Base64urlUInt",
    about: "A number is written in as few octets as it takes. The zero in front comes from libraries that encode signed numbers \
            (Java's BigInteger). Nearly every relying party reads past it.",
};

const BASE64_PADDING: Check = Check {
    code: "key-base64-padding",
    title: "Key values are written without padding",
    severity: Severity::Note,
    spec: "RFC 7515, section 2, Base64url Encoding",
    about: "Values are base64url without = at the end. Strict relying parties refuse the padded form.",
};

const STANDARD_BASE64: Check = Check {
    code: "key-standard-base64",
    title: "Key values are base64url",
    severity: Severity::Warning,
    spec: "RFC 7515, section 2, Base64url Encoding",
    about: "Values written with + and / are standard base64. Strict relying parties skip the key or refuse the set.",
};

/// What there is to say of the encoding.
pub(super) fn of_key(key: &Key) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let name = key.name();
    if key.has_leading_zero() {
        let message = format!("A number of {} begins with a zero octet.", lower_first(&name));
        breaches.push(warning(
            &RSA_LEADING_ZERO,
            "rsa_leading_zero",
            message,
            "no leading zero",
            "00",
            "Nothing, unless a strict relying party refuses the key.",
        ));
    }
    if key.encoded().any(|(_, text)| is_standard_base64(text)) {
        let message = format!("{name} is written in standard base64.");
        breaches.push(warning(
            &STANDARD_BASE64,
            "standard_base64_instead_of_base64url",
            message,
            "base64url",
            "+ or /",
            "Encode the key as base64url at the provider.",
        ));
    }
    if key.encoded().any(|(_, text)| text.contains('=') && !is_standard_base64(text)) {
        let message = format!("{name} is written with padding.");
        breaches.push(warning(
            &BASE64_PADDING,
            "base64_padding",
            message,
            "base64url without =",
            "=",
            "Leave the padding out at the provider.",
        ));
    }
    breaches
}

fn is_standard_base64(text: &str) -> bool {
    text.contains(['+', '/'])
}
