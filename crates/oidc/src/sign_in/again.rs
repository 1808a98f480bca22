//! A sign-in judged again with other settings, from what was kept of it: the same checks and the same mapping, and nobody is asked.

use chrono::TimeDelta;
use serde_json::{Map, Value};
use url::Url;

use super::{
    claims,
    id_token::{Expectation, examine_again},
    judging::{self, Circumstances},
    mapping::{AttributeMap, MappingContext},
    recorder::Recorder,
};
use crate::{
    Finding,
    keys::Keys,
    trace::{Evidence, JudgedBy, Outcome, StepKind, Trace},
};

/// Why a sign-in cannot be judged by some settings, in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotJudged {
    #[error("No nonce was sent in this test, so it is not known whether the provider would send it back.")]
    NoNonceSent,
    #[error("The mapping takes claims from userinfo, which this test did not read.")]
    NoUserinfo,
    #[error("What was kept of this test cannot be read as a test any more.")]
    Unreadable,
}

/// The trace as it would have gone on from the ID token. Times are judged as of then; the signature stands as it was.
pub fn judge_again(trace: &Trace, evidence: &Evidence, by: &JudgedBy) -> Result<Trace, NotJudged> {
    let map = AttributeMap::from_json(Some(&by.attribute_map));
    let userinfo = trace.steps.iter().find(|step| step.kind == StepKind::Userinfo);
    if by.nonce && evidence.nonce.is_none() {
        return Err(NotJudged::NoNonceSent);
    }
    if map.wants_userinfo() && userinfo.is_none() {
        return Err(NotJudged::NoUserinfo);
    }
    let keys = Keys::parse(evidence.keys.to_string().as_bytes()).map_err(|_| NotJudged::Unreadable)?;
    let expect = Expectation {
        issuer: &by.issuer,
        client_id: &by.client_id,
        nonce: evidence.nonce.as_deref().filter(|_| by.nonce),
        algorithms: &by.algorithms,
        keys: &keys,
        jwks_uri: &evidence.jwks_uri,
        now: evidence.now,
        leeway: TimeDelta::seconds(by.leeway_seconds.into()),
        clock: evidence.clock.as_ref(),
        access_token: None,
    };
    let Evidence { header, claims, by_keys, .. } = evidence;
    let examined = examine_again(header, claims, by_keys, &expect).ok_or(NotJudged::Unreadable)?;
    let mut before = Trace { outcome: None, ..trace.clone() };
    before.steps.truncate(trace.steps.iter().position(|step| step.kind == StepKind::IdToken).unwrap_or_default());
    let mut recorder = Recorder::again(before);
    let noted = claims::with_notes(claims, &expect, evidence.ends_sessions);
    recorder.begin(StepKind::IdToken, "Judging the ID token again");
    let token = judging::id_token(examined, noted, Vec::new(), evidence.ends_sessions, &mut recorder);
    let told = token.and_then(|token| {
        if map.wants_userinfo() {
            // What the provider gave then stands as well.
            userinfo.into_iter().for_each(|step| recorder.step(step.clone()));
            if let Some(Outcome::Refused { step: StepKind::Userinfo, finding }) = &trace.outcome {
                return Err(finding.clone());
            }
        }
        mapped(&map, evidence, &token, &mut recorder)
    });
    Ok(match told {
        Ok(profile) => recorder.accept(profile),
        Err(finding) => recorder.refuse(finding).trace,
    })
}

fn mapped(
    map: &AttributeMap,
    evidence: &Evidence,
    id_token: &Map<String, Value>,
    recorder: &mut Recorder,
) -> Result<Map<String, Value>, Finding> {
    recorder.begin(StepKind::ClaimsMapping, "Mapping claims to the profile");
    let endpoint = evidence.userinfo_endpoint.as_ref().and_then(|url| Url::parse(url).ok());
    let context = MappingContext {
        connection_id: &evidence.connection_id,
        connection_strategy: &evidence.connection_strategy,
        id_token,
        userinfo: evidence.userinfo.as_ref(),
    };
    let given =
        Circumstances { channel: evidence.channel, scope: &evidence.scope, userinfo_endpoint: endpoint.as_ref() };
    judging::mapping(map, context, &given, recorder)
}
