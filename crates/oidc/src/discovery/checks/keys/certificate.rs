//! The certificates that come with keys.

use chrono::{DateTime, Days, Utc};
use serde_json::Value;

use super::warning::{lower_first, warning};
use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::{Key, certificate::not_after},
};

pub(crate) const ALL: &[&Check] = &[&X5C_UNREADABLE, &X5C_EMPTY, &X5C_EXPIRED, &X5C_EXPIRES_SOON];

const X5C_UNREADABLE: Check = Check {
    code: "x5c-unreadable",
    title: "Certificates of keys can be read",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.7",
    about: "x5c is an array of certificates in standard base64. The key verifies without it; a relying party that reads the \
            certificate first refuses the key.",
};

const X5C_EMPTY: Check = Check {
    code: "x5c-empty",
    title: "Certificate chains are not empty",
    severity: Severity::Note,
    spec: "RFC 7517, section 4.7",
    about: "x5c is left out where there is no certificate. An empty array makes some relying parties fail on its first entry.",
};

const X5C_EXPIRED: Check = Check {
    code: "x5c-expired",
    title: "Certificates of keys have not expired",
    severity: Severity::Warning,
    spec: "RFC 5280, section 4.1.2.5; RFC 7517, section 4.7",
    about: "OpenID Connect verifies ID tokens with the key itself, so sign-ins work on when its certificate has expired. A relying party \
            that reads the certificate as well may refuse the key. Providers often replace key and certificate together: expect new \
            keys, and see that no copy of the old ones is pinned anywhere.",
};

const X5C_EXPIRES_SOON: Check = Check {
    code: "x5c-expires-soon",
    title: "Certificates of keys are valid for 30 days or more",
    severity: Severity::Note,
    spec: "RFC 5280, section 4.1.2.5; RFC 7517, section 4.7",
    about: "Sign-ins go on when the certificate of a key expires, since OpenID Connect verifies with the key itself. But the provider is \
            likely to replace key and certificate about then. Where its keys are read from jwks_uri, nothing has to be done.",
};

/// A certificate that is valid for less is told of.
const SOON: Days = Days::new(30);

/// What there is to say of the chain.
pub(super) fn of_key(key: &Key) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let name = key.name();
    match key.raw.get("x5c") {
        None | Some(Value::Null) => {}
        Some(Value::Array(chain)) if chain.is_empty() => {
            let message = format!("{name} has an empty x5c.");
            breaches.push(warning(
                &X5C_EMPTY,
                "x5c_empty",
                message,
                "a certificate, or no x5c",
                "[]",
                "Leave x5c out at the provider.",
            ));
        }
        Some(chain) if !is_chain(chain) => {
            let message = format!("The certificate of {} cannot be read.", lower_first(&name));
            breaches.push(warning(
                &X5C_UNREADABLE,
                "x5c_unreadable",
                message,
                "an array of certificates in base64",
                "something else",
                "Correct x5c at the provider, or leave it out.",
            ));
        }
        Some(_) => {}
    }
    breaches
}

/// What the dates of the key's own certificate, the first of its chain, mean at `now`.
pub(super) fn expiry(key: &Key, now: DateTime<Utc>) -> Option<Breach> {
    let until = key.certificate_expires?;
    let name = lower_first(&key.name());
    let day = until.format("%-d %B %Y").to_string();
    let finding = if until < now {
        X5C_EXPIRED
            .finding(
                "jwks_uri",
                format!(
                    "The certificate of {name} expired on {day}. Its signatures still verify, with the key itself."
                ),
            )
            .expected("a certificate that is valid today")
            .remedy("Ask the provider whether the key is still in use, and when it will be replaced.")
    } else if until < now.checked_add_days(SOON)? {
        X5C_EXPIRES_SOON
            .finding("jwks_uri", format!("The certificate of {name} expires on {day}."))
            .expected("30 days or more")
            .remedy("Expect the provider to replace the key about then. Nothing else has to be done where keys are read from jwks_uri.")
    } else {
        return None;
    };
    Some(Breach::aside(finding.got(day), BOTH))
}

fn is_chain(chain: &Value) -> bool {
    chain.as_array().is_some_and(|chain| chain.iter().all(|entry| not_after(entry).is_some()))
}
