//! The types of claims that no check needs.

use serde_json::{Map, Value};

use super::{
    claim::shown,
    judgement::{Judgement, skip},
    library::ID_TOKEN_CLAIMS,
};
use crate::{finding::Severity, json::a_json_type, words::listed};

/// The first of those that are of another type than OpenID Connect Core 1.0, sections 2 and 5.1, give them, all by name. A
/// sign-in does without.
pub(super) fn claim_types(claims: &Map<String, Value>) -> Judgement {
    let check = &ID_TOKEN_CLAIMS;
    let odd: Vec<(&String, &Value, &str)> = claims
        .iter()
        .filter(|(_, value)| !value.is_null())
        .filter_map(|(name, value)| {
            let kind = Kind::of(name.split('#').next().unwrap_or(name))?;
            (!kind.is_of(value)).then_some((name, value, kind.name()))
        })
        .collect();
    let Some((first, value, wanted)) = odd.first() else {
        return skip(check, "id_token", "the claims that are there have their types");
    };
    let others: Vec<&str> = odd.iter().skip(1).map(|(name, ..)| name.as_str()).collect();
    let more = if others.is_empty() { String::new() } else { format!(" The same goes for {}.", listed(&others)) };
    let mut finding = check
        .finding(
            first,
            format!("The claim {first} is {} and not {wanted}.{more} The sign-in goes on without.", a_json_type(value)),
        )
        .expected(*wanted)
        .got(shown(value))
        .remedy(
            "Have the provider correct the claim, or leave it out of the ID token: stricter programs refuse the token.",
        );
    finding.severity = Severity::Warning;
    (check.failed(&finding), Some(finding))
}

enum Kind {
    Text,
    Bool,
    Seconds,
    Texts,
    Object,
}

impl Kind {
    fn of(claim: &str) -> Option<Self> {
        Some(match claim {
            "acr" | "at_hash" | "c_hash" | "name" | "given_name" | "family_name" | "middle_name" | "nickname"
            | "preferred_username" | "profile" | "picture" | "website" | "email" | "gender" | "birthdate"
            | "zoneinfo" | "locale" | "phone_number" => Kind::Text,
            "email_verified" | "phone_number_verified" => Kind::Bool,
            "auth_time" | "updated_at" => Kind::Seconds,
            "amr" => Kind::Texts,
            "address" => Kind::Object,
            _ => return None,
        })
    }

    fn is_of(&self, value: &Value) -> bool {
        match self {
            Kind::Text => value.is_string(),
            Kind::Bool => value.is_boolean(),
            Kind::Seconds => value.is_number(),
            Kind::Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
            Kind::Object => value.is_object(),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Bool => "true or false",
            Kind::Seconds => "a number of seconds since 1970",
            Kind::Texts => "a list of texts",
            Kind::Object => "an object",
        }
    }
}
