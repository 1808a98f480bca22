//! How codes are protected.

use serde_json::Value;

use crate::{
    discovery::{
        breach::{BACK, Breach},
        document::DiscoveryDocument,
        vendor::{Vendor, vendor},
    },
    finding::{Check, Severity},
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&PKCE_NOT_ADVERTISED, &PKCE_PLAIN_ONLY, &PKCE_METHOD_UNKNOWN];

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

const PKCE_METHOD_UNKNOWN: Check = Check {
    code: "pkce-method-unknown",
    title: "PKCE methods have their registered names",
    severity: Severity::Warning,
    spec: "RFC 7636, sections 4.2 and 6.2",
    about: "The methods are called S256 and plain, and names in the protocol are case-sensitive: s256 is another one, which nobody knows. A \
            connection set to auto reads such a list as if the method were not there.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Option<Breach> {
    const MEMBER: &str = "code_challenge_methods_supported";
    let Some(methods) = document.list(MEMBER) else {
        let got = match document.get(MEMBER) {
            None => "no list",
            Some(Value::Null) => "null",
            Some(Value::Array(_)) => "[]",
            Some(_) => "no list of names",
        };
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
            .got(got)
            .remedy(remedy);
        return Some(Breach::aside(finding, BACK));
    };
    if methods.contains(&"S256") {
        return None;
    }
    let plain = methods.contains(&"plain");
    let odd = methods.iter().find(|method| method.eq_ignore_ascii_case("S256"));
    if odd.is_some() || !plain {
        let sent = if plain { "PKCE auto sends plain" } else { "PKCE auto sends none" };
        let message = match odd {
            Some(odd) => {
                format!("The provider lists {odd}, and the method is called S256: names are case-sensitive. {sent}.")
            }
            None => format!("The provider lists {}, which is no method that is known. {sent}.", listed(&methods)),
        };
        let finding = PKCE_METHOD_UNKNOWN
            .finding(MEMBER, message)
            .expected("S256")
            .got(methods.join(", "))
            .remedy("Set PKCE to S256 in the connection and test: it is likely to be meant. Have the provider correct its list.");
        return Some(Breach::aside(finding, BACK));
    }
    let finding = PKCE_PLAIN_ONLY
        .finding(MEMBER, format!("The provider lists {} and not S256.", listed(&methods)))
        .expected("S256")
        .got(methods.join(", "))
        .remedy("Ask the provider for S256. Until then set PKCE to plain, which is weaker, or to auto.");
    Some(Breach::aside(finding, BACK))
}
