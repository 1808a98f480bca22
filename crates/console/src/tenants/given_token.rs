//! What a pasted Management API token says of itself. It is read and not verified: the tenant does that.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::view::Problem;

/// More no tenant makes.
const LONGEST: usize = 32 * 1024;

#[derive(Debug, PartialEq)]
pub(crate) struct GivenToken {
    /// Of the application that it was given to; empty where it says none.
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) ends: DateTime<Utc>,
}

impl GivenToken {
    /// The token, where it is for the Management API at `audience`.
    pub(crate) fn read(token: &str, audience: &str) -> Result<GivenToken, Problem> {
        let claims = claims(token).ok_or_else(|| {
            problem("token-invalid", "What was pasted is not a Management API token: it is no JWT.".to_owned())
                .remedy("Copy the whole token: three parts with dots between, which begin with eyJ.")
        })?;
        let audiences: Vec<&str> = match claims.get("aud") {
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        if !audiences.contains(&audience) {
            let named = if audiences.is_empty() { "nobody".to_owned() } else { audiences.join(" and ") };
            return Err(problem(
                "token-audience",
                format!("The token is for {named}, and this tenant’s Management API is {audience}."),
            )
            .remedy("Get one of this tenant: in its dashboard under Applications, APIs, Auth0 Management API, API Explorer."));
        }
        let ends = claims.get("exp").and_then(Value::as_i64).and_then(|at| DateTime::from_timestamp(at, 0));
        let ends =
            ends.ok_or_else(|| problem("token-invalid", "The token does not say when it ends (exp).".to_owned()))?;
        let text = |claim: &str| claims.get(claim).and_then(Value::as_str).unwrap_or_default();
        let client_id = match text("azp") {
            "" => text("sub").trim_end_matches("@clients"),
            azp => azp,
        };
        Ok(GivenToken {
            client_id: client_id.to_owned(),
            scopes: text("scope").split_whitespace().map(str::to_owned).collect(),
            ends,
        })
    }
}

fn claims(token: &str) -> Option<Map<String, Value>> {
    if token.len() > LONGEST {
        return None;
    }
    let mut parts = token.split('.');
    let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?).ok()
}

fn problem(code: &str, message: String) -> Problem {
    Problem::new(code, message).at("token")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AUDIENCE: &str = "https://acme.us.auth0.com/api/v2/";

    fn token(claims: Value) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2ln", part(json!({ "alg": "RS256" })), part(claims))
    }

    #[test]
    fn a_token_says_whose_it_is_what_it_may_do_and_when_it_ends() {
        let claims = json!({ "aud": [AUDIENCE, "https://acme.us.auth0.com/userinfo"], "exp": 1_800_000_000, "azp": "abc", "scope": "read:connections read:clients" });
        let read = GivenToken::read(&token(claims), AUDIENCE).expect("a token");
        assert_eq!((read.client_id.as_str(), read.ends.timestamp()), ("abc", 1_800_000_000));
        assert_eq!(read.scopes, ["read:connections", "read:clients"]);
        let claims = json!({ "aud": AUDIENCE, "exp": 1, "sub": "abc@clients" });
        let read = GivenToken::read(&token(claims), AUDIENCE).expect("a token, although it has ended");
        assert_eq!((read.client_id.as_str(), read.scopes.len()), ("abc", 0));
    }

    #[test]
    fn a_token_of_another_tenant_is_named_and_what_is_no_token_too() {
        let other = json!({ "aud": "https://globex.eu.auth0.com/api/v2/", "exp": 1 });
        let problem = GivenToken::read(&token(other), AUDIENCE).expect_err("another tenant's");
        assert_eq!(problem.code, "token-audience");
        assert!(problem.message.contains("https://globex.eu.auth0.com/api/v2/"), "{}", problem.message);
        for text in ["", "a.b", "a.b.c", "....", "not a token", &token(json!([])), &"x".repeat(100_000)] {
            assert_eq!(GivenToken::read(text, AUDIENCE).expect_err(text).code, "token-invalid");
        }
        let endless = GivenToken::read(&token(json!({ "aud": AUDIENCE, "exp": "soon" })), AUDIENCE);
        assert!(endless.expect_err("no end").message.contains("when it ends"));
    }
}
