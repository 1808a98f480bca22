//! How ID tokens are signed.

use crate::{
    discovery::{
        breach::{BOTH, Breach},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
    signing::SigningAlgorithm,
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&ALG_NONE_ADVERTISED, &RS256_NOT_ADVERTISED, &NO_COMMON_SIGNING_ALG];

const ALG_NONE_ADVERTISED: Check = Check {
    code: "alg-none-advertised",
    title: "Every advertised ID token is signed",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, id_token_signing_alg_values_supported",
    about: "none stands for an ID token without a signature. It is allowed only for clients that ask for it with Back Channel. A \
            connection never accepts such a token, so nothing breaks; the provider should stop offering it.",
};

const RS256_NOT_ADVERTISED: Check = Check {
    code: "rs256-not-advertised",
    title: "RS256 is among the signing algorithms",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, id_token_signing_alg_values_supported",
    about: "Every provider must support RS256, and a relying party that was not told otherwise expects it. With other algorithms \
            only, choose one of them for the client at the provider and in the connection.",
};

const NO_COMMON_SIGNING_ALG: Check = Check {
    code: "no-common-signing-alg",
    title: "Provider and Auth0 share a signing algorithm",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (7)",
    about: "Auth0 verifies ID tokens that are signed with RS256, RS384, RS512, PS256, PS384, ES256 or ES384. HS256, EdDSA and the \
            others are refused.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Vec<Breach> {
    const MEMBER: &str = "id_token_signing_alg_values_supported";
    let Some(algorithms) = document.list(MEMBER) else {
        return Vec::new();
    };
    let accepted = SigningAlgorithm::OF_ID_TOKENS.map(SigningAlgorithm::name);
    let mut breaches = Vec::new();
    if algorithms.contains(&"none") {
        let finding = ALG_NONE_ADVERTISED
            .finding(MEMBER, "The provider advertises ID tokens without a signature (none).")
            .expected("signing algorithms only")
            .got(algorithms.join(", "))
            .remedy("Take none off the list at the provider. The connection accepts signed ID tokens only.");
        breaches.push(Breach::warning(finding, BOTH, "alg_none_advertised"));
    }
    let shared = algorithms.iter().find(|alg| accepted.contains(alg));
    if !algorithms.contains(&"RS256") {
        let remedy = match shared {
            Some(alg) => {
                format!("Set the client's ID token signing algorithm to {alg} at the provider and in the connection.")
            }
            None => "Enable RS256 at the provider.".to_owned(),
        };
        let finding = RS256_NOT_ADVERTISED
            .finding(
                MEMBER,
                format!("RS256, which every provider must support, is not on the list: {}.", algorithms.join(", ")),
            )
            .expected("RS256")
            .got(algorithms.join(", "))
            .remedy(remedy);
        breaches.push(Breach::warning(finding, BOTH, "no_RS256"));
    }
    if shared.is_none() {
        let finding = NO_COMMON_SIGNING_ALG
            .finding(
                MEMBER,
                format!("The provider signs with {}, and Auth0 verifies none of these.", listed(&algorithms)),
            )
            .expected(accepted.join(", "))
            .got(algorithms.join(", "))
            .remedy("Enable RS256 or ES256 at the provider.");
        let because = format!("ID tokens are signed with {}, which no connection takes", listed(&algorithms));
        breaches.push(Breach::fails(finding, BOTH, because));
    }
    breaches
}
