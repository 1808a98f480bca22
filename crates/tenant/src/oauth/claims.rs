//! What an application learns about a user: claims by scope (OpenID Connect Core 1.0, section 5.4).

use serde_json::{Map, Value};

use crate::state::Organization;

/// Scopes that mean something here; others are left out of what is granted (RFC 6749, section 3.3).
pub(crate) const SCOPES: [&str; 3] = ["openid", "profile", "email"];

const PROFILE: [&str; 14] = [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
];
const EMAIL: [&str; 2] = ["email", "email_verified"];

/// The user's claims that `scope` opens, `sub` first.
pub(super) fn by_scope<'a>(user: &Map<String, Value>, scope: impl IntoIterator<Item = &'a str>) -> Map<String, Value> {
    let mut claims = Map::new();
    if let Some(user_id) = user.get("user_id") {
        claims.insert("sub".to_owned(), user_id.clone());
    }
    for scope in scope {
        let names: &[&str] = match scope {
            "profile" => &PROFILE,
            "email" => &EMAIL,
            _ => &[],
        };
        let present = names.iter().filter_map(|name| Some((*name, user.get(*name).filter(|value| !value.is_null())?)));
        claims.extend(present.map(|(name, value)| (name.to_owned(), value.clone())));
    }
    claims
}

/// Whom the person signed in to: `org_name` as well, as on a tenant that takes names at `/authorize`.
pub(super) fn of_organization(organization: Option<&Organization>) -> impl Iterator<Item = (String, Value)> {
    organization.into_iter().flat_map(|Organization { id, name }| {
        [("org_id".to_owned(), id.as_str().into()), ("org_name".to_owned(), name.as_str().into())]
    })
}

/// The claims that can occur, for the metadata.
pub(super) fn supported() -> impl Iterator<Item = &'static str> {
    ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "org_id", "org_name"]
        .into_iter()
        .chain(PROFILE)
        .chain(EMAIL)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_scope_opens_its_claims_and_no_others() {
        let Value::Object(user) = json!({ "user_id": "oidc|c|1", "name": "Ada", "picture": null, "email": "ada@example.com", "identities": [] })
        else {
            panic!("an object")
        };
        let claims = |scope: &[&str]| Value::Object(by_scope(&user, scope.iter().copied()));
        assert_eq!(claims(&["openid"]), json!({ "sub": "oidc|c|1" }));
        assert_eq!(claims(&["openid", "profile"]), json!({ "sub": "oidc|c|1", "name": "Ada" }));
        assert_eq!(claims(&["email"]), json!({ "sub": "oidc|c|1", "email": "ada@example.com" }));
    }
}
