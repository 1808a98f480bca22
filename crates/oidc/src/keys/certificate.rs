//! Certificates that come with keys, as `x5c` (RFC 7517, section 4.7).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use serde_json::Value;
use x509_parser::parse_x509_certificate;

/// Until when one entry of `x5c` is valid; `None` where it is no certificate.
pub(crate) fn not_after(entry: &Value) -> Option<DateTime<Utc>> {
    let der = BASE64_STANDARD.decode(entry.as_str()?).ok()?;
    let (rest, certificate) = parse_x509_certificate(&der).ok()?;
    let timestamp = certificate.validity().not_after.timestamp();
    rest.is_empty().then(|| DateTime::from_timestamp(timestamp, 0)).flatten()
}
