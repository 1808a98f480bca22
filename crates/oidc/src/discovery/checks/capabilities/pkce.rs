//! How codes are protected.

use crate::{
    discovery::{
        breach::{BACK, Breach},
        document::DiscoveryDocument,
        vendor::{Vendor, vendor},
    },
    finding::{Check, Severity},
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&PKCE_NOT_ADVERTISED, &PKCE_PLAIN_ONLY];

pub(crate) const PKCE_NOT_ADVERTISED: Check = Check {
    code: "pkce-not-advertised",
    title: "PKCE is advertised",
    severity: Severity::Warning,
    spec: "RFC 8414, section 2, code_challenge_methods_supported; RFC 9700, section 2.1.1",
    about: "Where no method is listed, a connection set to auto sends no code challenge, and without a nonce nothing then protects the \
            code: whoever gets hold of one signs in as its owner. Microsoft Entra ID supports S256 and does not list it: set PKCE to \
            S256 there.",
};

const PKCE_PLAIN_ONLY: Check = Check {
    code: "pkce-plain-only",
    title: "PKCE offers S256",
    severity: Severity::Warning,
    spec: "RFC 9700, section 2.1.1",
    about: "With plain the challenge is the verifier, so whoever sees the authorization request can redeem the code. A connection \
            that is set to S256 is refused by a provider that knows plain only.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Option<Breach> {
    const MEMBER: &str = "code_challenge_methods_supported";
    let Some(methods) = document.list(MEMBER) else {
        let entra = vendor(None, document.issuer(), Some(document)) == Some(Vendor::EntraId);
        let remedy = if entra {
            "Microsoft Entra ID supports S256 without saying so: set PKCE to S256 in the connection."
        } else {
            "If the provider supports PKCE, set it to S256 in the connection. If it does not, switch Nonce on."
        };
        let finding = PKCE_NOT_ADVERTISED
            .finding(
                MEMBER,
                "The provider does not say whether it supports PKCE, so PKCE auto sends none, and without a nonce nothing protects the \
                 code.",
            )
            .expected("S256")
            .got("no list")
            .remedy(remedy);
        return Some(Breach::aside(finding, BACK));
    };
    if methods.contains(&"S256") {
        return None;
    }
    let finding = PKCE_PLAIN_ONLY
        .finding(MEMBER, format!("The provider lists {} and not S256.", listed(&methods)))
        .expected("S256")
        .got(methods.join(", "))
        .remedy("Ask the provider for S256. Until then set PKCE to plain, which is weaker, or to auto.");
    Some(Breach::aside(finding, BACK))
}
