//! Secret parts of keys.

use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    keys::Key,
};

pub(crate) const ALL: &[&Check] = &[&PRIVATE_KEY_PUBLISHED];

const PRIVATE_KEY_PUBLISHED: Check = Check {
    code: "private-key-published",
    title: "Only public keys are published",
    severity: Severity::Error,
    spec: "RFC 7518, sections 6.2.2, 6.3.2 and 6.4",
    about: "Whoever reads a private or symmetric key can sign ID tokens for anybody. Do not use the provider until the key is \
            replaced; every token signed with it is worthless.",
};

/// A key that is published whole.
pub(super) fn published(key: &Key) -> Option<Breach> {
    let private: &[&str] = match key.kty.as_deref() {
        Some("RSA") => &["d", "p", "q", "dp", "dq", "qi"],
        Some("EC" | "OKP") => &["d"],
        Some("oct") => &["k"],
        _ => &[],
    };
    let published: Vec<&str> = private.iter().filter(|member| key.text(member).is_some()).copied().collect();
    if published.is_empty() {
        return None;
    }
    let finding = PRIVATE_KEY_PUBLISHED
        .finding("jwks_uri", format!("{} is published with its secret part ({}).", key.name(), published.join(", ")))
        .expected("public members only")
        .got(published.join(", "))
        .remedy("Stop using this provider, tell those who run it, and come back when the key has been replaced.");
    Some(Breach::invalid(finding, BOTH, "jwks_uri", "private_key_published"))
}
