//! What may be asked for.

use crate::{
    discovery::{
        breach::{BOTH, Breach},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&OPENID_NOT_IN_SCOPES];

const OPENID_NOT_IN_SCOPES: Check = Check {
    code: "openid-scope-not-advertised",
    title: "openid is among the scopes",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, scopes_supported",
    about: "A provider that lists its scopes must list openid. Many that leave it out accept it all the same; one that does not \
            speak OpenID Connect issues no ID token.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Option<Breach> {
    let scopes = document.list("scopes_supported")?;
    if scopes.contains(&"openid") {
        return None;
    }
    let finding = OPENID_NOT_IN_SCOPES
        .finding(
            "scopes_supported",
            format!("openid is not among the scopes that the provider lists: {}.", scopes.join(", ")),
        )
        .expected("openid")
        .got(scopes.join(", "))
        .remedy("Test a sign-in: without openid there is no ID token. If it works, the list is merely incomplete.");
    Some(Breach::warning(finding, BOTH, "scopes_without_openid"))
}
