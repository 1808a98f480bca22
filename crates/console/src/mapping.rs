//! User mapping, tried on claims that a test login really brought, by the code that signs in.

use lintel_management::Options;
use lintel_oidc::{
    sign_in::{AttributeMap, mapping::MappingContext},
    trace::{Attribute, Step, StepKind, Trace},
};
use serde_json::{Map, Value};

use crate::{
    Console,
    view::{MappingForm, MappingMode, MappingPreview, Problem},
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
    pub async fn preview_mapping(&self, connection_id: &str, mapping: &MappingForm) -> Result<MappingPreview, Problem> {
        let sample = self.sample(connection_id).await;
        let claims = |kind: StepKind| -> Option<Map<String, Value>> {
            let step = sample.as_ref()?.steps.iter().find(|step| step.kind == kind && !step.claims.is_empty())?;
            Some(step.claims.iter().map(|claim| (claim.name.clone(), claim.value.clone())).collect())
        };
        let (id_token, userinfo) = (claims(StepKind::IdToken).unwrap_or_default(), claims(StepKind::Userinfo));
        let map = match mapping.mode {
            MappingMode::BindAll => AttributeMap::BindAll,
            MappingMode::UseMap => match mapping.parsed() {
                Ok(attributes) => AttributeMap::UseMap { attributes, userinfo_scope: None },
                Err(problem) => {
                    return Ok(MappingPreview {
                        problem: Some(problem),
                        ..MappingPreview::of(sample, &id_token, userinfo.as_ref())
                    });
                }
            },
        };
        let context = MappingContext {
            connection_id,
            connection_strategy: "oidc",
            id_token: &id_token,
            userinfo: userinfo.as_ref(),
        };
        let (mapped, findings) = map.apply(context);
        let attributes =
            mapped.into_iter().map(|mapped| Attribute { name: mapped.name, value: mapped.value, from: mapped.from });
        Ok(MappingPreview {
            attributes: attributes.collect(),
            findings: if sample.is_some() {
                findings
            } else {
                findings.into_iter().filter(|finding| finding.code != "claim-missing").collect()
            },
            calls_userinfo: map.wants_userinfo(),
            ..MappingPreview::of(sample, &id_token, userinfo.as_ref())
        })
    }

    /// The newest trace of the connection with an ID token in it, of a test or of a login through the tenant.
    async fn sample(&self, connection_id: &str) -> Option<Trace> {
        let decoded = |trace: &Trace| {
            trace.steps.iter().any(|step: &Step| step.kind == StepKind::IdToken && !step.claims.is_empty())
        };
        self.traces(connection_id).await.into_iter().filter(decoded).max_by_key(|trace| trace.started_at)
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

impl MappingPreview {
    fn of(sample: Option<Trace>, id_token: &Map<String, Value>, userinfo: Option<&Map<String, Value>>) -> Self {
        let paths = |root: &str, claims: &Map<String, Value>| -> Vec<String> {
            claims.keys().map(|claim| format!("${{context.{root}.{claim}}}")).collect()
        };
        let mut templates = paths("tokenset", id_token);
        templates.extend(userinfo.map(|claims| paths("userinfo", claims)).unwrap_or_default());
        let who = id_token.get("name").or_else(|| id_token.get("email")).or_else(|| id_token.get("sub"));
        MappingPreview {
            sampled_at: sample.map(|trace| trace.started_at),
            sample: who.and_then(Value::as_str).map(str::to_owned),
            templates,
            attributes: Vec::new(),
            findings: Vec::new(),
            calls_userinfo: false,
            problem: None,
        }
    }
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
    fn what_is_no_object_is_refused_at_its_field() {
        for text in ["", "{", "[1]", "{}"] {
            let form =
                MappingForm { mode: MappingMode::UseMap, attributes: text.to_owned(), userinfo_scope: String::new() };
            let problem = form.attribute_map(&options(json!({}))).expect_err("refused");
            assert_eq!(problem.field.as_deref(), Some("mapping"), "{text}");
        }
    }
}
