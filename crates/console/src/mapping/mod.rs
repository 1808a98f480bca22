//! User mapping, tried on claims that a test login really brought, by the code that signs in.

use chrono::{DateTime, Utc};
use lintel_management::Options;
use lintel_oidc::{
    Channel, Finding,
    sign_in::{
        AttributeMap,
        mapping::{Mapped, MappingContext},
    },
    trace::{Attribute, StepKind, Trace},
};
use serde_json::{Map, Value};

use crate::{
    Console,
    view::{MappingForm, MappingMode, MappingPreview, Problem, Reference, UserinfoUse},
};

impl MappingForm {
    pub(crate) fn of(options: &Options) -> Self {
        let map = options.attribute_map();
        let text = |member: &str| map.and_then(|map| map.get(member)).and_then(Value::as_str);
        let attributes = map.and_then(|map| map.get("attributes")).filter(|value| value.is_object());
        MappingForm {
            mode: match text("mapping_mode") {
                Some("use_map") => MappingMode::UseMap,
                _ => MappingMode::BindAll,
            },
            attributes: attributes.map(|value| format!("{value:#}")).unwrap_or_default(),
            userinfo_scope: text("userinfo_scope").unwrap_or_default().to_owned(),
        }
    }

    /// `attribute_map` as it is to be: `current` with what the form says otherwise; other members stay.
    pub(crate) fn attribute_map(&self, current: &Options) -> Result<Option<Map<String, Value>>, Problem> {
        let before = MappingForm::of(current);
        if *self == before {
            return Ok(None);
        }
        let mut map = current.attribute_map().cloned().unwrap_or_default();
        if self.mode != before.mode {
            let mode = match self.mode {
                MappingMode::BindAll => "bind_all",
                MappingMode::UseMap => "use_map",
            };
            map.insert("mapping_mode".to_owned(), mode.into());
        }
        if self.mode == MappingMode::UseMap {
            let attributes = self.parsed()?;
            if map.get("attributes").and_then(Value::as_object) != Some(&attributes) {
                map.insert("attributes".to_owned(), Value::Object(attributes));
            }
            let scope = self.userinfo_scope.split_whitespace().collect::<Vec<_>>().join(" ");
            if scope.is_empty() && !before.userinfo_scope.is_empty() {
                map.shift_remove("userinfo_scope");
            } else if scope != before.userinfo_scope {
                map.insert("userinfo_scope".to_owned(), scope.into());
            }
        }
        Ok((current.attribute_map() != Some(&map) && !map.is_empty()).then_some(map))
    }

    fn parsed(&self) -> Result<Map<String, Value>, Problem> {
        let problem = |message: String| {
            Problem::new("mapping-invalid", message)
                .at("mapping")
                .remedy("Write one JSON object: attribute names, each with a template.")
        };
        match serde_json::from_str(&self.attributes) {
            Ok(Value::Object(attributes)) if !attributes.is_empty() => Ok(attributes),
            Ok(Value::Object(_)) => Err(problem("The user mapping maps no attribute.".to_owned())),
            Ok(_) => Err(problem("The user mapping is JSON, but no object.".to_owned())),
            Err(error) if self.attributes.trim().is_empty() => {
                Err(problem(format!("The user mapping is empty ({error}).")))
            }
            Err(error) => Err(problem(format!("The user mapping is no JSON: {error}."))),
        }
    }
}

impl Console {
    /// What the mapping makes of the claims that the newest test login of the connection brought.
    pub async fn preview_mapping(
        &self,
        connection_id: &str,
        mapping: &MappingForm,
        channel: Channel,
    ) -> Result<MappingPreview, Problem> {
        let samples = self.samples(connection_id).await;
        let sample = samples.first();
        let id_token = sample.map(|sample| sample.id_token.clone()).unwrap_or_default();
        let userinfo = sample.and_then(|sample| sample.userinfo.as_ref());
        let preview = MappingPreview {
            sampled_at: sample.map(|sample| sample.at),
            sample: sample.and_then(Sample::person),
            references: references(&samples, connection_id),
            attributes: Vec::new(),
            unmapped: Vec::new(),
            findings: Vec::new(),
            userinfo: UserinfoUse::NotNamed,
            problem: None,
        };
        let map = match mapping.mode {
            MappingMode::BindAll => AttributeMap::BindAll,
            MappingMode::UseMap => match mapping.parsed() {
                Ok(attributes) => AttributeMap::UseMap { attributes, userinfo_scope: None },
                Err(problem) => return Ok(MappingPreview { problem: Some(problem), ..preview }),
            },
        };
        let context = MappingContext { connection_id, connection_strategy: STRATEGY, id_token: &id_token, userinfo };
        let (mapped, findings) = map.apply(context);
        let use_of_userinfo = self.userinfo(connection_id, &map, channel, userinfo.is_some()).await?;
        // A claim counts as missing only where it could have come.
        let could_come = |finding: &Finding| match (finding.code.as_str(), use_of_userinfo) {
            ("claim-missing", _) if sample.is_none() => false,
            ("claim-missing", UserinfoUse::AskedNext) => {
                !finding.expected.as_deref().is_some_and(|expected| expected.contains(USERINFO))
            }
            _ => true,
        };
        let unmapped = unmapped(&map, &mapped, &id_token, userinfo);
        let attributes =
            mapped.into_iter().map(|mapped| Attribute { name: mapped.name, value: mapped.value, from: mapped.from });
        Ok(MappingPreview {
            attributes: attributes.collect(),
            unmapped,
            findings: findings.into_iter().filter(could_come).collect(),
            userinfo: use_of_userinfo,
            ..preview
        })
    }

    async fn userinfo(
        &self,
        connection_id: &str,
        map: &AttributeMap,
        channel: Channel,
        sampled: bool,
    ) -> Result<UserinfoUse, Problem> {
        if !map.wants_userinfo() {
            return Ok(UserinfoUse::NotNamed);
        }
        if channel == Channel::FrontChannel {
            return Ok(UserinfoUse::FrontChannel);
        }
        let options = self.client.connection(connection_id).await?.options.unwrap_or_default();
        let endpoint = |members: &Map<String, Value>| members.get("userinfo_endpoint").is_some_and(Value::is_string);
        Ok(match endpoint(&options.0) || options.oidc_metadata().is_some_and(endpoint) {
            false => UserinfoUse::NoEndpoint,
            true if sampled => UserinfoUse::Asked,
            true => UserinfoUse::AskedNext,
        })
    }

    /// What the sign-ins of the connection brought, tests and logins through the tenant, newest first.
    async fn samples(&self, connection_id: &str) -> Vec<Sample> {
        let mut samples: Vec<Sample> = self.traces(connection_id).await.iter().filter_map(Sample::of).collect();
        samples.sort_by_key(|sample| std::cmp::Reverse(sample.at));
        samples
    }

    /// What is known of the connection's sign-ins: of its last test, and of logins through the tenant.
    pub(crate) async fn traces(&self, connection_id: &str) -> Vec<Trace> {
        let mut traces = match self.served() {
            Some(tenant) => tenant.traces(connection_id).await.unwrap_or_default(),
            None => Vec::new(),
        };
        traces.extend(self.last_trial(connection_id).map(|trial| trial.trace));
        traces
    }
}

const STRATEGY: &str = "oidc";
const TOKENSET: &str = "context.tokenset.";
const USERINFO: &str = "context.userinfo.";

/// The claims of one sign-in.
struct Sample {
    at: DateTime<Utc>,
    id_token: Map<String, Value>,
    userinfo: Option<Map<String, Value>>,
}

impl Sample {
    /// `None` where the ID token was not read.
    fn of(trace: &Trace) -> Option<Self> {
        let claims = |kind: StepKind| -> Option<Map<String, Value>> {
            let step = trace.steps.iter().find(|step| step.kind == kind && !step.claims.is_empty())?;
            Some(step.claims.iter().map(|claim| (claim.name.clone(), claim.value.clone())).collect())
        };
        Some(Sample {
            at: trace.started_at,
            id_token: claims(StepKind::IdToken)?,
            userinfo: claims(StepKind::Userinfo),
        })
    }

    fn person(&self) -> Option<String> {
        let who = ["name", "email", "sub"].iter().find_map(|claim| self.id_token.get(*claim));
        who.and_then(Value::as_str).map(str::to_owned)
    }
}

/// Each claim that came in a sign-in, with what it was last; then the connection.
fn references(samples: &[Sample], connection_id: &str) -> Vec<Reference> {
    let mut references: Vec<Reference> = Vec::new();
    for (age, sample) in samples.iter().enumerate() {
        let mut add = |path: String, value: &Value| {
            if !references.iter().any(|known| known.path == path) {
                references.push(Reference { path, value: value.clone(), in_sample: age == 0 });
            }
        };
        walk(TOKENSET, &sample.id_token, &mut add);
        if let Some(userinfo) = &sample.userinfo {
            walk(USERINFO, userinfo, &mut add);
        }
    }
    let own = [("context.connection.id", connection_id), ("context.connection.strategy", STRATEGY)];
    references.extend(own.map(|(path, value)| Reference {
        path: path.to_owned(),
        value: value.into(),
        in_sample: true,
    }));
    references
}

/// Every claim and, for objects, every member of theirs.
fn walk(prefix: &str, claims: &Map<String, Value>, add: &mut impl FnMut(String, &Value)) {
    for (name, value) in claims {
        let path = format!("{prefix}{name}");
        if let Value::Object(members) = value {
            walk(&format!("{path}."), members, add);
        }
        add(path, value);
    }
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
    claims.filter(|claim| !is_mapped(claim)).cloned().collect()
}

#[cfg(test)]
mod tests {
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
    fn claims_of_earlier_sign_ins_are_offered_after_those_of_the_newest_with_what_they_were_last() {
        let sample = |at: i64, id_token: Value| Sample {
            at: DateTime::from_timestamp(at, 0).expect("a time"),
            id_token: id_token.as_object().cloned().expect("claims"),
            userinfo: None,
        };
        let samples = [
            sample(2, json!({ "email": "new@a.example", "address": { "country": "DE" } })),
            sample(1, json!({ "email": "old@a.example", "phone_number": "+49" })),
        ];
        let found = references(&samples, "con_1");
        let told: Vec<(&str, &Value, bool)> =
            found.iter().map(|one| (one.path.as_str(), &one.value, one.in_sample)).collect();
        assert_eq!(
            told,
            [
                ("context.tokenset.email", &json!("new@a.example"), true),
                ("context.tokenset.address.country", &json!("DE"), true),
                ("context.tokenset.address", &json!({ "country": "DE" }), true),
                ("context.tokenset.phone_number", &json!("+49"), false),
                ("context.connection.id", &json!("con_1"), true),
                ("context.connection.strategy", &json!("oidc"), true),
            ]
        );
    }

    #[test]
    fn what_is_no_object_is_refused_at_its_field() {
        for text in ["", "{", "[1]", "{}"] {
            let form =
                MappingForm { mode: MappingMode::UseMap, attributes: text.to_owned(), userinfo_scope: String::new() };
            let problem = form.attribute_map(&options(json!({}))).expect_err("refused");
            assert_eq!(problem.field.as_deref(), Some("mapping"), "{text}");
        }
    }
}
