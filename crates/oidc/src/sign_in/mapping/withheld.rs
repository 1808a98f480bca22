use serde_json::{Map, Value};

use super::path::Path;
use crate::{Finding, sign_in::checks::profile::CLAIM_WITHHELD, words::beginning};

/// So many are told of one login.
const TOLD: usize = 20;

/// Claims that are elsewhere (OpenID Connect Core 1.0, section 5.6.2), or that Entra ID left out as too many.
pub(super) fn all_withheld(claims: &Map<String, Value>) -> Vec<Finding> {
    let distributed = claims.get("_claim_names").and_then(Value::as_object);
    let mut names: Vec<&str> = distributed.into_iter().flat_map(Map::keys).map(String::as_str).collect();
    if has_groups(claims) && !names.contains(&GROUPS) {
        names.push(GROUPS);
    }
    let told = names.into_iter().filter_map(|name| Some((name, place(claims, name)?))).take(TOLD);
    told.map(|(name, place)| finding(name, format!("The provider withheld “{}”", beginning(name)), name, &place))
        .collect()
}

/// Why the claim of a path is not there, if the provider says that it withheld it.
pub(super) fn withheld(attribute: &str, path: &str, known: Path<'_>, claims: &Map<String, Value>) -> Option<Finding> {
    let (Path::IdToken(claim) | Path::Userinfo(claim)) = known else { return None };
    let place = place(claims, claim)?;
    let finding =
        finding(attribute, format!("“{attribute}” asks for {path}, which the provider withheld"), claim, &place);
    Some(finding.expected(format!("a claim at {path}")))
}

const GROUPS: &str = "groups";

/// Entra ID says so where it has no room to say where they are.
fn has_groups(claims: &Map<String, Value>) -> bool {
    match claims.get("hasgroups") {
        Some(Value::Bool(has)) => *has,
        Some(Value::String(has)) => has == "true",
        _ => false,
    }
}

/// Where the claim is said to be, unless it came.
fn place(claims: &Map<String, Value>, claim: &str) -> Option<String> {
    let distributed = claims.get("_claim_names").and_then(Value::as_object);
    let named = distributed.and_then(|names| {
        names.iter().find(|(name, _)| {
            claim.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    });
    let came = |name: &str| claims.get(name).is_some_and(|value| !value.is_null());
    match named {
        Some((name, _)) if came(name) => None,
        Some((_, source)) => {
            let source = source.as_str().and_then(|source| claims.get("_claim_sources")?.get(source));
            Some(match source.and_then(|source| source.get("endpoint")?.as_str()) {
                Some(endpoint) => beginning(endpoint),
                None if source.is_some_and(|source| source.get("JWT").is_some()) => {
                    "a token inside the token".to_owned()
                }
                None => "a place that it does not name".to_owned(),
            })
        }
        None if claim == GROUPS && has_groups(claims) && !came(GROUPS) => {
            Some("a place that it does not name".to_owned())
        }
        None => None,
    }
}

fn finding(member: &str, what: String, claim: &str, place: &str) -> Finding {
    let remedy = match claim {
        GROUPS | "roles" => {
            "The person has more of them than fit into a token, and not none. At Entra ID choose “Groups assigned to the application” \
             in the token configuration, or send application roles."
        }
        _ => "Have the provider put the claim itself into the token: nothing is fetched from there.",
    };
    CLAIM_WITHHELD
        .finding(
            member,
            format!("{what}: it points to {place} instead. The attribute stays out of the profile, and is not empty."),
        )
        .expected(format!("{} in the token", beginning(claim)))
        .got(format!("elsewhere: {place}"))
        .remedy(remedy)
}
