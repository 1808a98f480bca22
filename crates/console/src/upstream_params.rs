//! Upstream parameters: what the authorization request to the provider carries besides its own parameters.

use std::collections::HashSet;

use lintel_management::Options;
use serde_json::{Map, Value, json};

use crate::view::{Problem, UpstreamParam, UpstreamSource};

pub(crate) const MEMBER: &str = "upstream_params";

/// What a sign-in writes itself. Another value would break it, or weaken what it checks.
const OWN: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "state",
    "nonce",
    "response_type",
    "response_mode",
    "scope",
    "code_challenge",
    "code_challenge_method",
];

pub(crate) fn read(options: &Options) -> Vec<UpstreamParam> {
    entries(options.0.get(MEMBER))
}

fn entries(stored: Option<&Value>) -> Vec<UpstreamParam> {
    let stored = stored.and_then(Value::as_object);
    stored
        .into_iter()
        .flatten()
        .map(|(name, value)| UpstreamParam { name: name.clone(), source: source(value) })
        .collect()
}

pub(crate) fn source(stored: &Value) -> UpstreamSource {
    let only = stored.as_object().filter(|members| members.len() == 1);
    let text = |member: &str| only.and_then(|members| members.get(member)).and_then(Value::as_str).map(str::to_owned);
    match (text("value"), text("alias")) {
        (Some(value), _) => UpstreamSource::Value { value },
        (_, Some(alias)) => UpstreamSource::Alias { alias },
        (None, None) => UpstreamSource::Other { stored: stored.clone() },
    }
}

/// The first parameter that will not do; those in `saved` stand there already and hinder no other edit.
pub(crate) fn validate(params: &[UpstreamParam], saved: &[UpstreamParam]) -> Result<(), Problem> {
    let mut names = HashSet::new();
    for param in params {
        let name = name(param, saved);
        let problem = |code: &str, message: String| Problem::new(code, message).at(&format!("{MEMBER}.{name}"));
        if name.is_empty() && !saved.contains(param) {
            return Err(problem("upstream-param-unnamed", "An upstream parameter has no name.".to_owned())
                .remedy("Enter the name that the provider knows it by, or remove the parameter."));
        }
        if !names.insert(name) {
            return Err(problem("upstream-param-twice", format!("The upstream parameter {name} is there twice."))
                .remedy("A request carries each parameter once. Remove one of them."));
        }
        if saved.contains(param) {
            continue;
        }
        if OWN.contains(&name) {
            return Err(problem(
                "upstream-param-own",
                format!("{name} cannot be an upstream parameter: the login writes it itself."),
            )
            .remedy("Remove it. What the login sends there is checked when the browser comes back."));
        }
        if matches!(&param.source, UpstreamSource::Value { value } if value.is_empty()) {
            return Err(problem("upstream-param-empty", format!("The upstream parameter {name} has no value."))
                .remedy(
                    "Enter a value: a provider takes an empty parameter as one that is not there (RFC 6749, 3.1).",
                ));
        }
    }
    Ok(())
}

/// `upstream_params`, unless what is there says the same; where none are left, the member goes.
pub(crate) fn put(params: &[UpstreamParam], members: &mut Map<String, Value>) {
    let saved = entries(members.get(MEMBER));
    let wanted: Map<String, Value> =
        params.iter().map(|param| (name(param, &saved).to_owned(), entry(&param.source))).collect();
    let same = match members.get(MEMBER) {
        Some(Value::Object(stored)) => *stored == wanted,
        _ => wanted.is_empty(),
    };
    match (same, wanted.is_empty()) {
        (true, _) => {}
        (false, true) => drop(members.shift_remove(MEMBER)),
        (false, false) => drop(members.insert(MEMBER.to_owned(), Value::Object(wanted))),
    }
}

/// Without the blanks around it, unless it is saved with them.
fn name<'a>(param: &'a UpstreamParam, saved: &[UpstreamParam]) -> &'a str {
    if saved.contains(param) { &param.name } else { param.name.trim() }
}

fn entry(source: &UpstreamSource) -> Value {
    match source {
        UpstreamSource::Value { value } => json!({ "value": value }),
        UpstreamSource::Alias { alias } => json!({ "alias": alias }),
        UpstreamSource::Other { stored } => stored.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(params: Value) -> Options {
        serde_json::from_value(json!({ "upstream_params": params })).expect("options")
    }

    fn fixed(name: &str, value: &str) -> UpstreamParam {
        UpstreamParam { name: name.to_owned(), source: UpstreamSource::Value { value: value.to_owned() } }
    }

    #[test]
    fn what_was_read_is_no_change_whatever_its_shape() {
        for stored in [
            json!({ "screen_name": { "alias": "login_hint" }, "kc_idp_hint": { "value": "entra" } }),
            json!({ "odd": { "alias": "a", "value": "b" }, "list": [1], "later": { "value": "x", "when": "always" } }),
            json!({ "": { "value": "nameless" }, " a": { "value": "1" }, "a": { "value": "" } }),
            json!({}),
            Value::Null,
        ] {
            let options = options(stored.clone());
            let mut members = options.0.clone();
            put(&read(&options), &mut members);
            assert_eq!(members, options.0, "{stored}");
        }
    }

    #[test]
    fn an_entry_of_unknown_shape_stays_beside_an_edit() {
        let options = options(json!({ "odd": { "alias": "a", "value": "b" }, "prompt": { "value": "login" } }));
        let mut params = read(&options);
        assert_eq!(params[0].source, UpstreamSource::Other { stored: json!({ "alias": "a", "value": "b" }) });
        params[1] = fixed(" kc_idp_hint ", "entra");
        let mut members = options.0;
        put(&params, &mut members);
        assert_eq!(
            members[MEMBER],
            json!({ "odd": { "alias": "a", "value": "b" }, "kc_idp_hint": { "value": "entra" } })
        );
        put(&[], &mut members);
        assert!(!members.contains_key(MEMBER));
    }

    #[test]
    fn what_the_login_writes_itself_is_refused_and_so_are_doubles_and_blanks() {
        let refused = |params: &[UpstreamParam]| validate(params, &[]).expect_err("refused");
        for name in OWN {
            let problem = refused(&[fixed(name, "x")]);
            assert_eq!(
                (problem.code.as_str(), problem.field.as_deref()),
                ("upstream-param-own", Some(format!("upstream_params.{name}").as_str()))
            );
            assert!(problem.message.contains(name), "{}", problem.message);
        }
        assert_eq!(refused(&[fixed("a", "1"), fixed("a ", "2")]).code, "upstream-param-twice");
        assert_eq!(refused(&[fixed(" ", "1")]).code, "upstream-param-unnamed");
        assert_eq!(refused(&[fixed("a", "")]).code, "upstream-param-empty");
        assert_eq!(validate(&[fixed("acr_values", "urn:a b"), fixed("login_hint", "x")], &[]), Ok(()));
    }

    #[test]
    fn a_fault_that_is_saved_already_does_not_hinder_another_edit() {
        let saved = [fixed("scope", "openid")];
        assert_eq!(validate(&[fixed("scope", "openid"), fixed("prompt", "login")], &saved), Ok(()));
        assert!(validate(&[fixed("scope", "other")], &saved).is_err());
        let odd = [fixed("", "x"), fixed("a", ""), fixed("a ", "1")];
        assert_eq!(validate(&[odd.as_slice(), &[fixed("prompt", "login")]].concat(), &odd), Ok(()));
    }
}
