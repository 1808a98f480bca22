use serde_json::{Map, Value};
use url::Url;

use super::AttributeMap;
use crate::{
    Channel, Finding,
    sign_in::checks::profile::{CLAIM_MISSING, EMAIL_MISSING, EMAIL_NOT_VERIFIED},
    words::beginning,
};

/// Claims in which providers send an address, or what looks like one, under another name.
const ELSEWHERE: [&str; 6] = ["mail", "emails", "email_address", "upn", "unique_name", "preferred_username"];

/// What a sign-in tells of the person's email address.
#[derive(Debug, Clone, Copy)]
pub(in crate::sign_in) struct Email<'a> {
    pub map: &'a AttributeMap,
    pub id_token: &'a Map<String, Value>,
    /// Where it was read.
    pub userinfo: Option<&'a Map<String, Value>>,
    /// As the request sent them.
    pub scope: &'a str,
    pub channel: Channel,
    pub userinfo_endpoint: Option<&'a Url>,
}

impl Email<'_> {
    /// What is to be said of the address of this profile, where all claims are bound to it or it has one.
    pub(in crate::sign_in) fn finding(&self, profile: &Map<String, Value>) -> Option<Finding> {
        match profile.get("email") {
            Some(_) => self.unverified(profile),
            // A template that found no address is told of already.
            None => matches!(self.map, AttributeMap::BindAll).then(|| self.missing()),
        }
    }

    /// A missing claim of the attribute `email`, with where the address is.
    pub(in crate::sign_in) fn located(&self, finding: Finding) -> Finding {
        let is_email = finding.code == CLAIM_MISSING.code && finding.member.as_deref() == Some("email");
        match self.place().filter(|_| is_email) {
            Some(place) => finding.remedy(place),
            None => finding,
        }
    }

    fn missing(&self) -> Finding {
        EMAIL_MISSING
            .finding("email", "The person has no email address in this profile: the ID token has no claim “email”.")
            .expected("an attribute “email”")
            .got("no email")
            .remedy(self.place().unwrap_or_else(|| {
                "The scope email is asked for and the provider sends no address. Have its administrator put the claim email into the ID \
                 token, at Entra ID as an optional claim, and see that this person has an address there at all."
                    .to_owned()
            }))
    }

    /// Where the address is or may be, as far as that can be told.
    fn place(&self) -> Option<String> {
        if self.userinfo.is_some_and(|claims| present(claims, "email").is_some()) {
            return Some(format!("Userinfo brought it: {} `${{context.userinfo.email}}`.", self.mapped()));
        }
        if present(self.id_token, "email").is_some() {
            return Some(format!("The ID token has it: {} `${{context.tokenset.email}}`.", self.mapped()));
        }
        let other = ELSEWHERE.iter().find_map(|name| {
            let value = present(self.id_token, name)?;
            Some((name, value.is_array(), address(value)?))
        });
        if let Some((name, true, address)) = other {
            return Some(format!(
                "The claim “{name}” is a list that begins with “{}”, and a template takes a list whole. Have the provider send the claim \
                 email.",
                beginning(address)
            ));
        }
        if let Some((name, false, address)) = other {
            return Some(format!(
                "The claim “{name}” holds “{}”. If that is a mailbox of the person’s, and not a mere sign-in name, {} \
                 `${{context.tokenset.{name}}}`; otherwise have the provider send the claim email.",
                beginning(address),
                self.mapped()
            ));
        }
        if !self.scope.split_whitespace().any(|scope| scope == "email") {
            return Some("The scope email is not asked for. Add it to the scopes, then test again.".to_owned());
        }
        let unread = self.userinfo_endpoint.filter(|_| self.userinfo.is_none() && self.channel == Channel::BackChannel);
        unread.map(|endpoint| {
            format!(
                "The scope email is asked for, and many providers answer it at userinfo alone ({endpoint}). Under User Mapping {} \
                 `${{context.userinfo.email}}`; if it is not there either, have the provider send it.",
                self.mapped()
            )
        })
    }

    /// How a claim becomes the address: only a map names one.
    fn mapped(&self) -> &'static str {
        match self.map {
            AttributeMap::BindAll => "choose Use map and map “email” to",
            AttributeMap::UseMap { .. } => "map “email” to",
        }
    }

    fn unverified(&self, profile: &Map<String, Value>) -> Option<Finding> {
        let claim = present(self.id_token, "email_verified")
            .or_else(|| self.userinfo.and_then(|claims| present(claims, "email_verified")));
        let (message, got) = match profile.get("email_verified") {
            Some(Value::Bool(true)) => return None,
            Some(Value::Bool(false)) => ("The provider says that the address is not verified.", "false".to_owned()),
            Some(other) => ("email_verified is neither true nor false.", beginning(&other.to_string())),
            None if claim.is_some() => {
                ("The provider sends email_verified, and the mapping leaves it out.", "no attribute".to_owned())
            }
            None => ("The provider does not say whether the address is verified.", "no email_verified".to_owned()),
        };
        let remedy = match profile.get("email_verified") {
            None if claim.is_some() => "Map “email_verified” to the claim of that name, alone in its template.",
            _ => {
                "Whoever may choose the address at the provider can take another person’s. Link accounts and grant rights by it only \
                 where this provider’s addresses are trusted."
            }
        };
        Some(EMAIL_NOT_VERIFIED.finding("email_verified", message).expected("true").got(got).remedy(remedy))
    }
}

fn present<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
}

/// The address in a claim, or the first of a list.
fn address(value: &Value) -> Option<&str> {
    let text = value.as_str().or_else(|| value.get(0)?.as_str())?;
    text.split_once('@').filter(|(local, domain)| !local.is_empty() && domain.contains('.')).map(|_| text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Case {
        map: AttributeMap,
        userinfo: Option<Value>,
        scope: &'static str,
        endpoint: Option<Url>,
    }

    fn bind_all() -> Case {
        let endpoint = "https://op.example/userinfo".parse().ok();
        Case { map: AttributeMap::BindAll, userinfo: None, scope: "openid email", endpoint }
    }

    impl Case {
        fn told(&self, id_token: Value, profile: Value) -> Option<(String, String)> {
            let object = |value: &Value| value.as_object().cloned().expect("an object");
            let userinfo = self.userinfo.as_ref().map(object);
            let email = Email {
                map: &self.map,
                id_token: &object(&id_token),
                userinfo: userinfo.as_ref(),
                scope: self.scope,
                channel: Channel::BackChannel,
                userinfo_endpoint: self.endpoint.as_ref(),
            };
            email.finding(&object(&profile)).map(|finding| (finding.code, finding.remedy.expect("a remedy")))
        }
    }

    #[test]
    fn a_missing_address_is_told_with_the_place_where_it_is() {
        let told = |case: Case, id_token: Value| case.told(id_token, json!({ "name": "Ada" })).expect("a finding");
        let (code, remedy) = told(bind_all(), json!({ "upn": "ada@acme.example" }));
        assert_eq!(code, "email-missing");
        assert!(remedy.contains("“upn” holds “ada@acme.example”"), "{remedy}");
        let (_, remedy) = told(bind_all(), json!({ "emails": ["ada@acme.example"] }));
        assert!(remedy.starts_with("The claim “emails” is a list that begins with “ada@acme.example”"), "{remedy}");
        let (_, remedy) = told(bind_all(), json!({ "preferred_username": "ada" }));
        assert!(remedy.contains("https://op.example/userinfo"), "a name is no address: {remedy}");
        let (_, remedy) = told(Case { scope: "openid profile", ..bind_all() }, json!({}));
        assert!(remedy.starts_with("The scope email is not asked for."), "{remedy}");
        let (_, remedy) = told(Case { endpoint: None, ..bind_all() }, json!({}));
        assert!(remedy.starts_with("The scope email is asked for and the provider sends no address."), "{remedy}");
    }

    #[test]
    fn a_mapping_that_names_no_address_is_not_asked_for_one() {
        let map = json!({ "mapping_mode": "use_map", "attributes": { "name": "${context.tokenset.name}" } });
        let case = Case { map: AttributeMap::from_json(map.as_object()), ..bind_all() };
        assert_eq!(case.told(json!({ "email": "ada@acme.example" }), json!({ "name": "Ada" })), None);
    }

    #[test]
    fn an_address_that_nobody_vouches_for_is_told() {
        let told = |id_token: Value, profile: Value| bind_all().told(id_token, profile).map(|(code, _)| code);
        let address = "ada@acme.example";
        assert_eq!(told(json!({}), json!({ "email": address, "email_verified": true })), None);
        for unverified in [json!({ "email": address }), json!({ "email": address, "email_verified": false })] {
            assert_eq!(told(json!({}), unverified).as_deref(), Some("email-not-verified"));
        }
        let (_, remedy) =
            bind_all().told(json!({ "email_verified": true }), json!({ "email": address })).expect("a finding");
        assert!(remedy.starts_with("Map “email_verified”"), "{remedy}");
    }
}
