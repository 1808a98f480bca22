use serde_json::{Map, Value};
use url::Url;

use super::{attribute_map::AttributeMap, reserved::RESERVED};
use crate::{Channel, Finding, sign_in::checks::profile::PROFILE_EMPTY, words::beginning};

impl AttributeMap {
    /// What is said of a login that filled no attribute: where its claims are or may be, and how they are had.
    pub(in crate::sign_in) fn nothing_filled(
        &self,
        id_token: &Map<String, Value>,
        scope: &str,
        channel: Channel,
        userinfo_endpoint: Option<&Url>,
    ) -> Finding {
        let came: Vec<&String> = id_token.keys().filter(|name| !RESERVED.contains(&name.as_str())).collect();
        let (why, named) = match self {
            AttributeMap::BindAll => ("the ID token holds no claim that becomes an attribute", true),
            AttributeMap::UseMap { attributes, .. } if attributes.is_empty() => {
                ("the mapping names no attribute", false)
            }
            AttributeMap::UseMap { .. } => ("no template of the mapping found its claim", true),
        };
        let asked: Vec<&str> =
            scope.split_whitespace().filter(|one| !matches!(*one, "openid" | "offline_access")).collect();
        let asks = format!("“{}”", asked.join(" "));
        let remedy = match userinfo_endpoint {
            _ if !named => "Name the attributes of the profile under User Mapping, or choose Bind all.".to_owned(),
            _ if self.wants_userinfo() => {
                "Correct the templates, or have the provider send the claims that they name.".to_owned()
            }
            _ if !came.is_empty() => format!(
                "The ID token brought {}. Name one of them in a template, as in `${{context.tokenset.{}}}`, or have the provider send \
                 the claims that the templates name.",
                some_of(&came),
                beginning(came[0])
            ),
            _ if asked.is_empty() => "Nothing but openid is asked for. Add profile and email to the scopes.".to_owned(),
            Some(endpoint) => format!(
                "The provider may give what {asks} asks for at its userinfo endpoint alone ({endpoint}), as many do. Under User \
                 Mapping choose Use map, and name the attributes there, as in `\"email\": \"${{context.userinfo.email}}\"` and \
                 `\"name\": \"${{context.userinfo.name}}\"`. Then test again."
            ),
            None if channel == Channel::FrontChannel => format!(
                "Front Channel reads no userinfo. Have the provider put what {asks} asks for into the ID token, or choose Back \
                 Channel, where a mapping can name userinfo."
            ),
            None => {
                format!("The provider names no userinfo endpoint. Have it put what {asks} asks for into the ID token.")
            }
        };
        PROFILE_EMPTY
            .finding("", format!("The profile is empty: {why}."))
            .expected(if asked.is_empty() { "an attribute".to_owned() } else { format!("what {asks} asks for") })
            .got("no attribute")
            .remedy(remedy)
    }
}

/// The first names, and how many more there are.
fn some_of(names: &[&String]) -> String {
    const SHOWN: usize = 6;
    let shown = names.iter().take(SHOWN).map(|name| beginning(name)).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
