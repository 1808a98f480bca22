//! Upstream parameters: what the authorization request to the provider carries besides its own parameters.

use std::collections::HashSet;

use lintel_management::Options;
use lintel_oidc::{Channel, sign_in::reserved_parameters};
use lintel_tenant::OidcOptions;

use crate::{
    field::upstream_params::{MEMBER, name, read},
    view::{Problem, UpstreamParam, UpstreamSource},
};

/// The first parameter that will not do over `channel`; a fault that is saved already hinders no other edit.
pub(crate) fn validate(params: &[UpstreamParam], channel: Channel, saved: &Options) -> Result<(), Problem> {
    let before = read(saved);
    let mut names = HashSet::new();
    for param in params {
        let name = name(param, &before);
        let stands = before.contains(param);
        let problem = |code: &str, message: String| Problem::new(code, message).at(&format!("{MEMBER}.{name}"));
        if name.is_empty() && !stands {
            return Err(problem("upstream-param-unnamed", "An upstream parameter has no name.".to_owned())
                .remedy("Enter the name that the provider knows it by, or remove the parameter."));
        }
        if !names.insert(name) {
            return Err(problem("upstream-param-twice", format!("The upstream parameter {name} is there twice."))
                .remedy("A request carries each parameter once. Remove one of them."));
        }
        let reserved = |channel| reserved_parameters(channel).contains(&name);
        if reserved(channel) && !(stands && reserved(OidcOptions::of(saved).channel)) {
            let over = if reserved(Channel::BackChannel) { "" } else { " over Front Channel" };
            return Err(problem(
                "upstream-param-own",
                format!("{name} cannot be an upstream parameter{over}: the login writes it itself."),
            )
            .remedy("Remove it. What the login sends there is checked when the browser comes back."));
        }
        if !stands && matches!(&param.source, UpstreamSource::Value { value } if value.is_empty()) {
            return Err(problem("upstream-param-empty", format!("The upstream parameter {name} has no value."))
                .remedy(
                    "Enter a value: a provider takes an empty parameter as one that is not there (RFC 6749, 3.1).",
                ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{field::upstream_params::put, view::UpstreamSource};

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

    /// A saved connection over `channel`, `front_channel` or `back_channel`.
    fn saved(channel: &str, params: Value) -> Options {
        serde_json::from_value(json!({ "type": channel, "upstream_params": params })).expect("options")
    }

    #[test]
    fn what_the_login_writes_itself_is_refused_and_so_are_doubles_and_blanks() {
        let new = Options::default();
        for channel in Channel::BOTH {
            let refused = |params: &[UpstreamParam]| validate(params, channel, &new).expect_err("refused");
            for name in reserved_parameters(channel) {
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
            assert_eq!(validate(&[fixed("acr_values", "urn:a b"), fixed("login_hint", "x")], channel, &new), Ok(()));
        }
    }

    #[test]
    fn response_mode_is_free_over_back_channel_and_refused_over_front_channel_even_where_it_was_saved_before_the_switch()
     {
        let params = [fixed("response_mode", "form_post")];
        let before = saved("back_channel", json!({ "response_mode": { "value": "form_post" } }));
        assert_eq!(validate(&params, Channel::BackChannel, &Options::default()), Ok(()));
        assert_eq!(validate(&params, Channel::BackChannel, &before), Ok(()));
        for saved in [Options::default(), before] {
            let problem = validate(&params, Channel::FrontChannel, &saved).expect_err("refused");
            assert_eq!(
                problem.message,
                "response_mode cannot be an upstream parameter over Front Channel: the login writes it itself."
            );
        }
    }

    #[test]
    fn a_fault_that_is_saved_already_does_not_hinder_another_edit() {
        let stored = saved("front_channel", json!({ "scope": { "value": "openid" }, "empty": { "value": "" } }));
        let kept = [fixed("scope", "openid"), fixed("empty", ""), fixed("prompt", "login")];
        assert_eq!(validate(&kept, Channel::FrontChannel, &stored), Ok(()));
        assert!(validate(&[fixed("scope", "other")], Channel::FrontChannel, &stored).is_err());
        let odd_ones =
            saved("back_channel", json!({ "": { "value": "x" }, "a": { "value": "" }, "a ": { "value": "1" } }));
        let odd = [fixed("", "x"), fixed("a", ""), fixed("a ", "1")];
        let kept = [odd.as_slice(), &[fixed("prompt", "login")]].concat();
        assert_eq!(validate(&kept, Channel::BackChannel, &odd_ones), Ok(()));
    }
}
