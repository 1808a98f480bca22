//! Upstream parameters on their way into an authorization request.

use std::collections::HashSet;

use url::Url;

use super::{
    checks::request::UPSTREAM_PARAMETER,
    recorder::Recorder,
    relying_party::RelyingParty,
    upstream_params::{UpstreamParam, UpstreamValue, reserved_parameters},
};

/// Adds the parameters to an authorization request, those of the `application` among them. What the request says already
/// stays as it is.
pub(super) fn add(rp: &RelyingParty, application: &[(String, String)], url: &mut Url, recorder: &mut Recorder) {
    let check = &UPSTREAM_PARAMETER;
    let mut taken: HashSet<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    for UpstreamParam { name, value } in &rp.upstream_params {
        if reserved_parameters(rp.channel).contains(&name.as_str()) || taken.contains(name) {
            let whose = if reserved_parameters(rp.channel).contains(&name.as_str()) {
                "the sign-in writes it itself"
            } else {
                "it is in the request already, from the provider's authorization_endpoint"
            };
            recorder.finding(
                check
                    .finding(name, format!("The upstream parameter {name} is not sent: {whose}."))
                    .expected("a parameter that the request does not have")
                    .got(name)
                    .remedy(format!("Take {name} out of the connection's upstream parameters.")),
            );
            continue;
        }
        let value = match value {
            UpstreamValue::Static(value) => Some(value),
            UpstreamValue::Alias(alias) => application.iter().find(|(sent, _)| sent == alias).map(|(_, value)| value),
        };
        match value {
            Some(value) => {
                url.query_pairs_mut().append_pair(name, value);
                taken.insert(name.clone());
            }
            None => recorder.check(check.not_applicable(name, "not sent: the application sent nothing to pass on")),
        }
    }
}
