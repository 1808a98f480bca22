//! That it comes from the server that was asked.

use super::answer::AuthorizationResponse;
use crate::{
    Finding,
    metadata::ProviderMetadata,
    sign_in::{
        checks::response::{RESPONSE_ISSUER_MISMATCH, RESPONSE_ISSUER_MISSING},
        issuer::{difference, template_remedy},
        recorder::Recorder,
    },
};

/// A slash more is the same server under another spelling; anything else may be somebody who mixes servers up.
fn remedy(expected: &str, got: &str) -> String {
    template_remedy(expected).unwrap_or_else(|| match expected.trim_end_matches('/') == got.trim_end_matches('/') {
        true => format!(
            "Set the connection's issuer to {got}, exactly as the provider writes it in its responses and ID tokens."
        ),
        false => "Do not continue: the answer is from another authorization server. Check the connection's issuer."
            .to_owned(),
    })
}

/// RFC 9207, section 2.4. A response that carries an ID token may leave `iss` out: the token's own `iss` serves.
pub(super) fn issuer(
    response: &AuthorizationResponse,
    provider: &ProviderMetadata,
    recorder: &mut Recorder,
) -> Option<Finding> {
    let expected = provider.issuer.as_str();
    // Of several, the one that is another's counts.
    let mut named = response.params.iter().filter(|(name, _)| name == "iss").map(|(_, value)| value.as_str());
    match named.clone().find(|got| *got != expected).or(named.next()) {
        Some(got) if got == expected => {
            recorder.check(RESPONSE_ISSUER_MISMATCH.passed("iss", expected, got));
            None
        }
        Some(got) => {
            let check = &RESPONSE_ISSUER_MISMATCH;
            let finding = check
                .finding(
                    "iss",
                    format!(
                        "The response says it comes from {got}; this connection is for {expected}{}.",
                        difference(expected, got)
                    ),
                )
                .expected(expected)
                .got(got)
                .literal(true)
                .remedy(remedy(expected, got));
            recorder.check(check.failed(&finding));
            Some(finding)
        }
        None if provider.authorization_response_iss_parameter_supported
            && response.param("id_token").is_none()
            && response.param("error").is_none() =>
        {
            let check = &RESPONSE_ISSUER_MISSING;
            let finding = check
                .finding("iss", "The provider's metadata promises “iss” in every response, and this one has none.")
                .expected(expected)
                .got("no iss")
                .remedy("A proxy strips it, or the provider breaks its promise: report it to the provider.");
            recorder.check(check.failed(&finding));
            Some(finding)
        }
        None => {
            recorder.check(RESPONSE_ISSUER_MISMATCH.not_applicable("iss", "not promised by the provider"));
            None
        }
    }
}
