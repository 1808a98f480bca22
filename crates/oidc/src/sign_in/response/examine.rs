use super::{
    answer::{AuthorizationResponse, MAX_PARAMETERS},
    carried, duplicates, issuer, posted, state,
};
use crate::{
    Channel, Finding,
    metadata::ProviderMetadata,
    sign_in::{
        authorization::AuthorizationRequest,
        checks::response::{RESPONSE_ISSUER_MISMATCH, TOO_MANY_PARAMETERS},
        diagnosis,
        recorder::Recorder,
    },
};

/// Checks the response against the request and the provider's promises, all of it; `Ok` is the code or ID token it carries.
pub(in crate::sign_in) fn examine(
    response: &AuthorizationResponse,
    channel: Channel,
    request: &AuthorizationRequest,
    provider: &ProviderMetadata,
    recorder: &mut Recorder,
) -> Result<String, Finding> {
    let carried = match channel {
        Channel::BackChannel => "code",
        Channel::FrontChannel => "id_token",
    };
    let state = state::state_matches(response, &request.state, recorder);
    let issuer = issuer::issuer(response, provider, recorder);
    if let Some(finding) = issuer.as_ref().filter(|finding| finding.code == RESPONSE_ISSUER_MISMATCH.code) {
        // It says itself that it is another server's: nothing else in it is this provider's word.
        recorder.finding(finding.clone());
        return Err(finding.clone());
    }
    // Whose answer it is comes before what it says.
    let findings: Vec<Finding> = [
        too_many(response),
        state,
        issuer,
        duplicates::duplicates(response, recorder),
        provider_error(response, channel, request, provider),
        posted::in_a_query(response, channel, recorder),
        carried::carries(response, channel, carried, recorder),
    ]
    .into_iter()
    .flatten()
    .collect();
    for finding in &findings {
        recorder.finding(finding.clone());
    }
    match findings.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(response.param(carried).unwrap_or_default().to_owned()),
    }
}

fn too_many(response: &AuthorizationResponse) -> Option<Finding> {
    (response.params.len() > MAX_PARAMETERS).then(|| {
        TOO_MANY_PARAMETERS
            .finding("", format!("The response has more than {MAX_PARAMETERS} parameters."))
            .expected(format!("at most {MAX_PARAMETERS} parameters"))
            .got(format!("more than {MAX_PARAMETERS}"))
            .remedy("Have the provider, or the proxy in front of it, send the parameters of the specification alone.")
    })
}

fn provider_error(
    response: &AuthorizationResponse,
    channel: Channel,
    request: &AuthorizationRequest,
    provider: &ProviderMetadata,
) -> Option<Finding> {
    let error = response.param("error")?;
    Some(diagnosis::authorization_error(error, response.param("error_description"), channel, request, provider))
}
