//! What may be answered.

use crate::{
    discovery::{
        breach::{BACK, Breach, FRONT},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&ID_TOKEN_NOT_ADVERTISED, &ONLY_HYBRID_ID_TOKEN, &CODE_NOT_ADVERTISED];

const ID_TOKEN_NOT_ADVERTISED: Check = Check {
    code: "id-token-response-type-not-advertised",
    title: "Front Channel's response type is advertised",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, response_types_supported",
    about: "Front Channel asks for response_type=id_token. A provider that does not list it usually refuses the request with \
            unsupported_response_type; some enable it for each client apart.",
};

const ONLY_HYBRID_ID_TOKEN: Check = Check {
    code: "id-token-only-in-combination",
    title: "id_token is advertised on its own",
    severity: Severity::Note,
    spec: "OAuth 2.0 Multiple Response Type Encoding Practices, section 3",
    about: "Front Channel asks for an ID token and nothing else. A provider that lists id_token only together with code or token \
            may refuse it alone.",
};

const CODE_NOT_ADVERTISED: Check = Check {
    code: "code-response-type-not-advertised",
    title: "Back Channel's response type is advertised",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, response_types_supported",
    about: "Back Channel asks for response_type=code. A provider that does not list it issues tokens through the browser only, or \
            signs in no people at all.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Vec<Breach> {
    const MEMBER: &str = "response_types_supported";
    let Some(types) = document.list(MEMBER) else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    if !types.iter().any(|kind| kind.split(' ').any(|word| word == "id_token")) {
        let finding = ID_TOKEN_NOT_ADVERTISED
            .finding(MEMBER, format!("id_token is not among the response types: {}.", types.join(", ")))
            .expected("id_token")
            .got(types.join(", "))
            .remedy("Choose Back Channel, or enable the implicit flow for ID tokens at the provider.");
        breaches.push(Breach::warning(finding, FRONT, "no_id_token_response_type"));
    } else if !types.contains(&"id_token") {
        let finding = ONLY_HYBRID_ID_TOKEN
            .finding(MEMBER, format!("id_token is advertised only in combination: {}.", types.join(", ")))
            .expected("id_token")
            .got(types.join(", "))
            .remedy("Test a sign-in with Front Channel, or choose Back Channel.");
        breaches.push(Breach::aside(finding, FRONT));
    }
    if !types.contains(&"code") {
        let finding = CODE_NOT_ADVERTISED
            .finding(MEMBER, format!("code is not among the response types: {}.", types.join(", ")))
            .expected("code")
            .got(types.join(", "))
            .remedy("Choose Front Channel, or enable the authorization code flow at the provider.");
        breaches.push(Breach::warning(finding, BACK, "no_code_response_type"));
    }
    breaches
}
