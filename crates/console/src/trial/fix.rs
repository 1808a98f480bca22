//! The change of the connection that mends what a finding says, where one does. A person decides on it: what a provider sent is never
//! taken for right by itself.

use lintel_oidc::{
    Channel, Finding,
    sign_in::Pkce,
    trace::{CheckState, StepKind, Trace},
};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    field::{MappingForm, MappingMode, MetadataEdit},
    view::{ConnectionForm, FieldValue, Fix},
};

pub(super) fn fix(finding: &Finding, form: &ConnectionForm, trace: &Trace) -> Option<Fix> {
    let back = form.channel == Channel::BackChannel;
    match finding.code.as_str() {
        "id-token-issuer" | "discovery-issuer-differs" => issuer(finding, trace),
        "flow-not-allowed" | "response-not-posted" if !back => {
            fixed("Use Back Channel", FieldValue::Channel(Channel::BackChannel))
        }
        "pkce-refused" if back && form.pkce != Pkce::S256 => fixed("Use PKCE S256", FieldValue::Pkce(Pkce::S256)),
        "nonce-missing" if back && !form.back_channel_nonce => {
            fixed("Send a nonce", FieldValue::BackChannelNonce(true))
        }
        "openid-scope-missing" | "id-token-missing" => openid(&form.scope),
        "scope-refused" => without_refused(&form.scope, finding),
        "id-token-algorithm" => algorithm(&form.id_token_algs, finding),
        "profile-empty" | "claim-missing" => email(&form.mapping, trace),
        _ => None,
    }
}

fn fixed(label: impl Into<String>, change: FieldValue) -> Option<Fix> {
    Some(Fix { label: label.into(), change })
}

/// The issuer that the token names. Where the answer that brought the code named the connection's, the provider contradicts itself, and no
/// setting fits both.
fn issuer(finding: &Finding, trace: &Trace) -> Option<Fix> {
    let mut checks = trace.steps.iter().flat_map(|step| &step.checks);
    if checks.any(|check| check.code == "response-issuer-mismatch" && check.state == CheckState::Passed) {
        return None;
    }
    let got = finding.got.as_deref().filter(|_| finding.literal)?;
    Url::parse(got).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    let edit = MetadataEdit::Set { value: got.into() };
    fixed("Use the issuer it sends", FieldValue::Metadata([("issuer".to_owned(), edit)].into()))
}

fn openid(scope: &str) -> Option<Fix> {
    let lacks = !scope.split_whitespace().any(|one| one == "openid");
    lacks.then(|| Fix {
        label: "Add the openid scope".to_owned(),
        change: FieldValue::Scope(format!("openid {scope}").trim().to_owned()),
    })
}

/// The scopes without those that the refusal names. Some providers name all that were sent, which says of none that it is the one.
fn without_refused(scope: &str, finding: &Finding) -> Option<Fix> {
    let said = finding.got.as_deref().unwrap_or_default();
    let named = |scope: &str| {
        said.split(|character: char| character.is_whitespace() || "'\"“”‘’,;()[]".contains(character))
            .any(|word| word.trim_end_matches('.') == scope)
    };
    let (refused, rest): (Vec<&str>, Vec<&str>) =
        scope.split_whitespace().partition(|one| *one != "openid" && named(one));
    if refused.is_empty() || rest.iter().all(|one| *one == "openid") && refused.len() > 1 {
        return None;
    }
    fixed(format!("Leave out {}", refused.join(" ")), FieldValue::Scope(rest.join(" ")))
}

/// One that the token is signed with and that the connection leaves out; where the finding says anything else, the provider has to change.
fn algorithm(allowed: &[String], finding: &Finding) -> Option<Fix> {
    let got = finding.got.as_deref()?;
    let asked = finding.remedy.as_deref().is_some_and(|remedy| remedy.starts_with(&format!("Add {got} ")));
    asked.then(|| Fix {
        label: format!("Allow {got}"),
        change: FieldValue::IdTokenAlgs(allowed.iter().cloned().chain([got.to_owned()]).collect()),
    })
}

/// Providers without an `email` often send the person's address under another name.
fn email(mapping: &MappingForm, trace: &Trace) -> Option<Fix> {
    let claims = &trace.steps.iter().find(|step| step.kind == StepKind::IdToken)?.claims;
    let claim = |name: &str| claims.iter().find(|claim| claim.name == name).and_then(|claim| claim.value.as_str());
    let instead =
        ["upn", "preferred_username"].into_iter().find(|name| claim(name).is_some_and(|value| value.contains('@')))?;
    if mapping.mode != MappingMode::UseMap || claim("email").is_some() {
        return None;
    }
    let mut attributes: Map<String, Value> = serde_json::from_str(&mapping.attributes).ok()?;
    attributes.insert("email".to_owned(), format!("${{context.tokenset.{instead}}}").into());
    let attributes = serde_json::to_string_pretty(&attributes).ok()?;
    fixed(format!("Take email from {instead}"), FieldValue::Mapping(MappingForm { attributes, ..mapping.clone() }))
}

#[cfg(test)]
mod tests {
    use lintel_oidc::{
        Severity,
        trace::{Claim, Step},
    };
    use serde_json::json;

    use super::*;

    fn finding(code: &str, got: &str) -> Finding {
        Finding {
            code: code.to_owned(),
            severity: Severity::Error,
            member: None,
            message: String::new(),
            expected: None,
            got: Some(got.to_owned()),
            literal: true,
            remedy: None,
            spec: String::new(),
        }
    }

    fn trace(claims: &[(&str, &str)]) -> Trace {
        let mut step = Step::new(StepKind::IdToken, "", 0);
        step.claims = claims
            .iter()
            .map(|(name, value)| Claim { name: (*name).to_owned(), value: (*value).into(), note: None })
            .collect();
        serde_json::from_value(json!({
            "id": "1", "channel": "back_channel", "started_at": "2026-01-01T00:00:00Z", "steps": [step], "outcome": null
        }))
        .expect("a trace")
    }

    fn change(code: &str, got: &str, form: &ConnectionForm) -> Option<FieldValue> {
        fix(&finding(code, got), form, &trace(&[])).map(|fix| fix.change)
    }

    /// The window puts the value into its form by this name.
    #[test]
    fn each_change_is_of_a_field_of_the_form() {
        let form = ConnectionForm::default();
        let fields = serde_json::to_value(&form).expect("a form");
        for change in [
            FieldValue::Channel(Channel::FrontChannel),
            FieldValue::Scope("openid".to_owned()),
            FieldValue::Pkce(Pkce::S256),
            FieldValue::BackChannelNonce(true),
            FieldValue::IdTokenAlgs(vec!["ES256".to_owned()]),
            FieldValue::Metadata([].into()),
            FieldValue::Mapping(MappingForm::default()),
        ] {
            let change = serde_json::to_value(&change).expect("a change");
            let name = change["field"].as_str().expect("a name");
            let mut changed = fields.clone();
            assert!(changed.get(name).is_some(), "{name} is no field");
            changed[name] = change["value"].clone();
            serde_json::from_value::<ConnectionForm>(changed).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    #[test]
    fn the_issuer_that_came_is_offered_where_it_is_an_address() {
        let form = ConnectionForm::default();
        let value = |got: &str| change("id-token-issuer", got, &form);
        let edit = MetadataEdit::Set { value: "https://op.example/v2.0".into() };
        assert_eq!(value("https://op.example/v2.0"), Some(FieldValue::Metadata([("issuer".to_owned(), edit)].into())));
        assert_eq!(value("javascript:alert(1)"), None);
        assert_eq!(value("{\"a\":1}"), None);

        let mut contradicts = trace(&[]);
        contradicts.steps[0].checks.push(
            serde_json::from_value(json!({
                "code": "response-issuer-mismatch", "title": "", "member": "iss", "state": "passed", "expected": null, "got": null, "spec": ""
            }))
            .expect("a check"),
        );
        assert_eq!(fix(&finding("id-token-issuer", "https://op.example/v2.0"), &form, &contradicts), None);
    }

    #[test]
    fn what_the_connection_does_already_is_not_offered() {
        let back = ConnectionForm { channel: Channel::BackChannel, pkce: Pkce::Disabled, ..ConnectionForm::default() };
        assert_eq!(change("pkce-refused", "", &back), Some(FieldValue::Pkce(Pkce::S256)));
        assert_eq!(change("nonce-missing", "", &back), Some(FieldValue::BackChannelNonce(true)));
        assert_eq!(change("flow-not-allowed", "", &back), None);
        let done = ConnectionForm { pkce: Pkce::S256, back_channel_nonce: true, ..back };
        assert_eq!((change("pkce-refused", "", &done), change("nonce-missing", "", &done)), (None, None));
        let front = ConnectionForm { channel: Channel::FrontChannel, ..done };
        assert_eq!(change("flow-not-allowed", "", &front), Some(FieldValue::Channel(Channel::BackChannel)));
    }

    #[test]
    fn only_scopes_that_the_refusal_names_are_left_out() {
        let form = ConnectionForm { scope: "openid profile read:all".to_owned(), ..ConnectionForm::default() };
        let left = |said: &str| change("scope-refused", said, &form);
        assert_eq!(left("invalid_scope: 'read:all' is unknown."), Some(FieldValue::Scope("openid profile".to_owned())));
        assert_eq!(left("invalid_scope: Invalid scopes: openid profile read:all"), None, "all that were sent");
        assert_eq!(left("invalid_scope: openid is unknown, and so are profiles."), None);
        let none = ConnectionForm { scope: "email".to_owned(), ..ConnectionForm::default() };
        assert_eq!(change("id-token-missing", "", &none), Some(FieldValue::Scope("openid email".to_owned())));
        assert_eq!(change("id-token-missing", "", &form), None);
    }

    #[test]
    fn an_algorithm_is_allowed_only_where_the_finding_asks_for_that() {
        let form = ConnectionForm { id_token_algs: vec!["RS256".to_owned()], ..ConnectionForm::default() };
        let mut asks = finding("id-token-algorithm", "ES256");
        asks.remedy = Some("Add ES256 to the connection's ID token algorithms.".to_owned());
        let change = fix(&asks, &form, &trace(&[])).map(|fix| fix.change);
        assert_eq!(change, Some(FieldValue::IdTokenAlgs(vec!["RS256".to_owned(), "ES256".to_owned()])));
        asks.got = Some("none".to_owned());
        assert_eq!(fix(&asks, &form, &trace(&[])), None);
    }

    #[test]
    fn email_is_taken_from_upn_where_only_that_has_an_address() {
        let attributes = r#"{ "email": "${context.tokenset.email}", "name": "${context.tokenset.name}" }"#.to_owned();
        let mapping = MappingForm { mode: MappingMode::UseMap, attributes, ..MappingForm::default() };
        let form = ConnectionForm { mapping, ..ConnectionForm::default() };
        let offered = |claims: &[(&str, &str)]| fix(&finding("profile-empty", ""), &form, &trace(claims));
        let fix = offered(&[("upn", "ada@acme.example")]).expect("a fix");
        assert_eq!(fix.label, "Take email from upn");
        let FieldValue::Mapping(mapping) = fix.change else { panic!("a mapping") };
        assert!(mapping.attributes.contains("\"email\": \"${context.tokenset.upn}\""), "{}", mapping.attributes);
        assert_eq!(offered(&[("upn", "ada")]), None);
        assert_eq!(offered(&[("upn", "ada@acme.example"), ("email", "ada@acme.example")]), None);
    }
}
