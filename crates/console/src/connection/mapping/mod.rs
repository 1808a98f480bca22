//! User mapping, tried on claims that a test login really brought, by the code that signs in.

mod codes;
mod json;
mod meant;
mod references;
mod sample;
mod slip;
mod slips;
mod templates;

use lintel_oidc::{
    Channel, Finding, Severity,
    sign_in::{
        AttributeMap,
        mapping::{Mapped, MappingContext},
    },
    trace::Trace,
};
use serde_json::{Map, Value};

use self::{
    codes::{CLAIM_MISSING, CLAIM_WITHHELD, PROFILE_TOO_LARGE, TEMPLATE_SLIP},
    references::{TOKENSET, USERINFO, is_of_protocol, references},
    sample::{Sample, samples},
    slips::MappingText,
};
use crate::{
    Console,
    console::STRATEGY,
    view::{MappingForm, MappingMode, MappingOutcome, MappingPreview, MappingRow, Problem, UserinfoUse},
};

impl Console {
    /// What the mapping makes of the claims that a login of the connection brought: the one whose ID is `sample`, or the newest.
    pub async fn preview_mapping(
        &self,
        connection_id: &str,
        mapping: &MappingForm,
        channel: Channel,
        sample: Option<&str>,
    ) -> Result<MappingPreview, Problem> {
        let traces = self.traces(connection_id, LOGINS).await;
        let map = match mapping.mode {
            MappingMode::BindAll => AttributeMap::BindAll,
            MappingMode::UseMap => {
                AttributeMap::UseMap { attributes: slips::read_so_far(&mapping.attributes), userinfo_scope: None }
            }
        };
        let userinfo = self.userinfo(connection_id, &map, channel).await?;
        let text = (mapping.mode == MappingMode::UseMap).then(|| mapping.attributes.clone());
        let (connection_id, chosen) = (connection_id.to_owned(), sample.map(str::to_owned));
        // Providers say how many claims there are.
        let preview = move || preview(&traces, &connection_id, chosen.as_deref(), &map, text.as_deref(), userinfo);
        tokio::task::spawn_blocking(preview).await.map_err(|error| {
            tracing::error!(%error, "previewing a mapping broke down");
            Problem::new("mapping", "The preview did not run to its end.")
                .remedy("Nothing was saved. Try another login.")
        })
    }

    async fn userinfo(
        &self,
        connection_id: &str,
        map: &AttributeMap,
        channel: Channel,
    ) -> Result<UserinfoUse, Problem> {
        if !map.wants_userinfo() {
            return Ok(UserinfoUse::NotNamed);
        }
        if channel == Channel::FrontChannel {
            return Ok(UserinfoUse::FrontChannel);
        }
        let options = self.read(connection_id).await?.options.unwrap_or_default();
        let endpoint = |members: &Map<String, Value>| members.get("userinfo_endpoint").is_some_and(Value::is_string);
        Ok(match endpoint(&options.0) || options.oidc_metadata().is_some_and(endpoint) {
            false => UserinfoUse::NoEndpoint,
            true => UserinfoUse::AskedNext,
        })
    }

    /// What is known of the connection's sign-ins: of its last tests, and of so many logins through the tenant.
    pub(crate) async fn traces(&self, connection_id: &str, logins: u32) -> Vec<Trace> {
        let mut traces = match self.served() {
            Some(tenant) => tenant.traces(connection_id, logins).await.unwrap_or_default(),
            None => Vec::new(),
        };
        traces.extend(self.results.newest(connection_id, TESTS).await.into_iter().map(|view| view.trace));
        traces
    }
}

/// So many tests are read for their claims.
const TESTS: u32 = 8;
/// So many logins are read for theirs, at each pause in the typing: more than are offered, because some brought none.
const LOGINS: u32 = 30;
/// So many logins are offered to try a mapping on.
const OFFERED: usize = 20;

/// What is shown of a mapping: of `text` as it was typed, none with `bind_all`.
fn preview(
    traces: &[Trace],
    connection_id: &str,
    chosen: Option<&str>,
    map: &AttributeMap,
    text: Option<&str>,
    userinfo: UserinfoUse,
) -> MappingPreview {
    let mut samples = samples(traces);
    let logins = samples.iter().take(OFFERED).map(Sample::login).collect();
    // The chosen one counts as the newest.
    if let Some(chosen) = samples.iter().position(|one| Some(one.id.as_str()) == chosen) {
        samples[..=chosen].rotate_right(1);
    }
    let sample = samples.first();
    let references = references(&samples, connection_id);
    let known: Vec<&str> = references.iter().map(|reference| reference.path.as_str()).collect();
    let mut text = text.map(|text| MappingText::read(text, &known));
    // What one login makes too large is no error of the text.
    let valid = text.as_ref().is_none_or(|text| text.attributes().is_ok());
    let userinfo = match userinfo {
        UserinfoUse::AskedNext if sample.is_some_and(|sample| sample.userinfo.is_some()) => UserinfoUse::Asked,
        other => other,
    };
    let mut outcome = outcome(map, connection_id, sample, userinfo);
    if let Some(text) = &mut text {
        let (at_places, others): (Vec<Finding>, Vec<Finding>) =
            outcome.findings.into_iter().partition(|finding| finding.severity >= Severity::Warning);
        outcome.findings = others;
        at_places.iter().for_each(|finding| text.note(finding, &known));
    }
    MappingPreview {
        samples: logins,
        sample: sample.map(Sample::login),
        slips: text.map(MappingText::into_slips).unwrap_or_default(),
        outcome: valid.then_some(outcome),
        references,
    }
}

/// What the mapping makes of a sample; of none, what it makes without claims.
fn outcome(
    map: &AttributeMap,
    connection_id: &str,
    sample: Option<&Sample>,
    use_of_userinfo: UserinfoUse,
) -> MappingOutcome {
    let no_claims = Map::new();
    let id_token = sample.map_or(&no_claims, |sample| &sample.id_token);
    let userinfo = sample.and_then(|sample| sample.userinfo.as_ref());
    let context = MappingContext { connection_id, connection_strategy: STRATEGY, id_token, userinfo };
    let (mapped, findings) = map.apply(context).unwrap_or_else(|too_large| (Vec::new(), vec![*too_large]));
    let findings: Vec<Finding> = findings
        .into_iter()
        // A claim counts as missing only where it could have come.
        .filter(|finding| finding.code != CLAIM_MISSING || sample.is_some())
        .map(|finding| match use_of_userinfo {
            UserinfoUse::AskedNext if asks_userinfo(&finding) => asked_next(finding),
            _ => finding,
        })
        .collect();
    MappingOutcome {
        rows: rows(map, &mapped, &findings, sample.is_some()),
        unmapped: unmapped(map, &mapped, id_token, userinfo),
        findings,
        userinfo: use_of_userinfo,
    }
}

fn asks_userinfo(finding: &Finding) -> bool {
    finding.code == CLAIM_MISSING && finding.expected.as_deref().is_some_and(|expected| expected.contains(USERINFO))
}

/// The next login reads userinfo: nothing is wrong with a template because this one did not.
fn asked_next(finding: Finding) -> Finding {
    let name = finding.member.as_deref().unwrap_or_default();
    Finding {
        severity: Severity::Note,
        message: format!("“{name}” comes from userinfo, which this login did not read."),
        remedy: Some("Save and test the login: the next one reads userinfo, because a template names it.".to_owned()),
        ..finding
    }
}

/// The attributes in the order of the mapping; with `bind_all` what is left out comes last.
fn rows(map: &AttributeMap, mapped: &[Mapped], findings: &[Finding], sampled: bool) -> Vec<MappingRow> {
    let filled = |name: &str| mapped.iter().find(|attribute| attribute.name == name);
    let named: Vec<(&str, &str)> = match map {
        AttributeMap::BindAll => mapped.iter().map(|one| (one.name.as_str(), one.from.as_str())).collect(),
        AttributeMap::UseMap { attributes, .. } => {
            attributes.iter().map(|(name, template)| (name.as_str(), template.as_str().unwrap_or_default())).collect()
        }
    };
    let left_out = findings.iter().filter_map(|finding| finding.member.as_deref());
    let left_out = left_out.filter(|name| !named.iter().any(|(known, _)| known == name)).map(|name| (name, name));
    let row = |(name, from): (&str, &str)| {
        let finding = findings.iter().find(|finding| finding.member.as_deref() == Some(name));
        let found = filled(name);
        let absent = match finding {
            _ if found.is_some() => None,
            Some(finding) => Some(match finding.code.as_str() {
                CLAIM_MISSING if finding.got.as_deref() == Some("null") => "Came as null",
                CLAIM_MISSING => "Not in the claims of this login",
                CLAIM_WITHHELD => "Withheld by the provider, which points elsewhere",
                TEMPLATE_SLIP => "Not in the profile: the template names nothing",
                PROFILE_TOO_LARGE => "Not in the profile, which is too large",
                _ => "Not in the profile: the name is reserved",
            }),
            None if sampled => Some("Not in the profile"),
            None => Some("Known after a login"),
        };
        MappingRow {
            name: name.to_owned(),
            from: found.map_or(from, |attribute| &attribute.from).to_owned(),
            value: found.map(|attribute| attribute.value.clone()),
            absent: absent.map(str::to_owned),
            flag: finding.map(|finding| finding.severity),
        }
    };
    named.iter().copied().chain(left_out).map(row).collect()
}

fn unmapped(
    map: &AttributeMap,
    mapped: &[Mapped],
    id_token: &Map<String, Value>,
    userinfo: Option<&Map<String, Value>>,
) -> Vec<String> {
    let claims =
        id_token.keys().chain(userinfo.into_iter().flat_map(Map::keys).filter(|name| !id_token.contains_key(*name)));
    let is_mapped = |claim: &str| match map {
        AttributeMap::BindAll => mapped.iter().any(|attribute| attribute.name == claim),
        AttributeMap::UseMap { .. } => map.paths().any(|path| {
            let named = path
                .strip_prefix(TOKENSET)
                .or_else(|| path.strip_prefix(USERINFO))
                .and_then(|path| path.strip_prefix(claim));
            named.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }),
    };
    let mut unmapped: Vec<String> = claims.filter(|claim| !is_mapped(claim)).cloned().collect();
    unmapped.sort_by_key(|claim| is_of_protocol(claim));
    unmapped
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lintel_management::Options;
    use lintel_oidc::trace::{Claim, Step, StepKind};
    use serde_json::json;

    use super::*;

    fn options(value: Value) -> Options {
        serde_json::from_value(value).expect("options")
    }

    #[test]
    fn what_the_form_says_already_is_not_written_again() {
        for map in [
            json!({ "attribute_map": { "mapping_mode": "use_map", "attributes": { "a": "${context.tokenset.a}" }, "x": 1 } }),
            json!({ "attribute_map": { "mapping_mode": "bind_all" } }),
            json!({}),
        ] {
            let options = options(map);
            assert_eq!(MappingForm::of(&options).attribute_map(&options).expect("a map"), None);
        }
    }

    #[test]
    fn an_edit_keeps_what_the_form_does_not_show() {
        let options = options(json!({ "attribute_map": { "mapping_mode": "bind_all", "x": 1 } }));
        let attributes = r#"{ "mail": "${context.tokenset.email}" }"#.to_owned();
        let form = MappingForm { mode: MappingMode::UseMap, attributes, userinfo_scope: "openid  email".to_owned() };
        assert_eq!(
            form.attribute_map(&options).expect("a map").map(Value::Object),
            Some(json!({
                "mapping_mode": "use_map", "x": 1, "attributes": { "mail": "${context.tokenset.email}" }, "userinfo_scope": "openid email",
            }))
        );
    }

    #[test]
    fn what_is_no_object_is_refused_at_its_field() {
        let deep = format!(r#"{{"a": {}{}}}"#, "[".repeat(40), "]".repeat(40));
        for text in ["", "{", "[1]", "{}", &deep] {
            let form =
                MappingForm { mode: MappingMode::UseMap, attributes: text.to_owned(), userinfo_scope: String::new() };
            let problem = form.attribute_map(&options(json!({}))).expect_err("refused");
            assert!(problem.field.is_some_and(|field| field.starts_with("mapping.1:")), "{text}");
        }
    }

    #[test]
    fn what_the_login_refuses_for_its_size_is_told_at_its_attribute() {
        let step = Step {
            claims: vec![Claim { name: "list".to_owned(), value: vec!["x".repeat(30); 2000].into(), note: None }],
            ..Step::new(StepKind::IdToken, "", 0)
        };
        let trace =
            Trace { steps: vec![step], ..Trace::begin("t".to_owned(), Channel::BackChannel, DateTime::UNIX_EPOCH) };
        let text = json!({ "a": "${context.tokenset.list}".repeat(20) }).to_string();
        let map = AttributeMap::UseMap { attributes: slips::read_so_far(&text), userinfo_scope: None };
        let preview = preview(&[trace], "con_1", None, &map, Some(&text), UserinfoUse::NotNamed);
        let outcome = preview.outcome.expect("an outcome");
        assert_eq!(outcome.rows[0].absent.as_deref(), Some("Not in the profile, which is too large"));
        let [slip] = &preview.slips[..] else { panic!("{:?}", preview.slips) };
        assert_eq!((slip.severity, slip.place.column), (Severity::Error, 2), "{}", slip.message);
    }
}
