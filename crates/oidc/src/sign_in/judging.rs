//! What comes of an ID token that was examined, and of its claims: of one that just came, and of one that is judged again.

use serde_json::{Map, Value};
use url::Url;

use super::{
    claims,
    id_token::Examined,
    mapping::{AttributeMap, Email, MappingContext},
    recorder::Recorder,
};
use crate::{
    Channel, Finding,
    trace::{CheckState, Claim},
};

/// Writes the checks down and closes the step; the claims, or the finding that refuses them. `noted` are the claims as a trace shows
/// them, `unmet` what the request asked for in vain.
pub(super) fn id_token(
    examined: Examined,
    noted: Vec<Claim>,
    unmet: Vec<Finding>,
    ends_sessions: bool,
    recorder: &mut Recorder,
) -> Result<Map<String, Value>, Finding> {
    let mut failed = examined.error().cloned();
    let passed = examined.checks.iter().filter(|check| check.state == CheckState::Passed).count();
    for claim in noted {
        recorder.claim(claim);
    }
    for check in examined.checks {
        recorder.check(check);
    }
    for finding in examined.findings {
        recorder.finding(finding);
    }
    if failed.is_none() && ends_sessions {
        failed = claims::session_expiry(&examined.claims, recorder);
    }
    match failed {
        Some(finding) => Err(finding),
        None => {
            for finding in unmet {
                recorder.finding(finding);
            }
            recorder.pass(format!("Signature valid, {passed} checks passed"));
            Ok(examined.claims)
        }
    }
}

/// What a mapping is of, beside the claims.
pub(super) struct Circumstances<'a> {
    pub channel: Channel,
    pub scope: &'a str,
    pub userinfo_endpoint: Option<&'a Url>,
}

/// Maps the claims and closes the step; the profile, or the finding that refuses it.
pub(super) fn mapping(
    map: &AttributeMap,
    context: MappingContext<'_>,
    given: &Circumstances<'_>,
    recorder: &mut Recorder,
) -> Result<Map<String, Value>, Finding> {
    let (mapped, findings) = map.apply(context).map_err(|finding| *finding)?;
    let email = Email {
        map,
        id_token: context.id_token,
        userinfo: context.userinfo,
        scope: given.scope,
        channel: given.channel,
        userinfo_endpoint: given.userinfo_endpoint,
    };
    for finding in findings {
        recorder.finding(email.located(finding));
    }
    if mapped.is_empty() {
        recorder.finding(map.nothing_filled(context.id_token, given.scope, given.channel, given.userinfo_endpoint));
    }
    let mut profile = Map::new();
    for attribute in mapped {
        recorder.attribute(&attribute.name, attribute.value.clone(), attribute.from);
        profile.insert(attribute.name, attribute.value);
    }
    if let Some(finding) = email.finding(&profile).filter(|_| !profile.is_empty()) {
        recorder.finding(finding);
    }
    recorder.pass(match profile.len() {
        1 => "1 attribute filled".to_owned(),
        count => format!("{count} attributes filled"),
    });
    Ok(profile)
}
