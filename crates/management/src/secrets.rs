//! Which members of a request's body are secret, and what stands for them where the request is shown.

use serde_json::Value;

use crate::Request;

/// A place that holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretMember {
    /// Where in a body (RFC 6901).
    pub pointer: &'static str,
    /// What stands there instead.
    pub placeholder: &'static str,
}

/// Of every request that the API takes here.
pub const SECRET_MEMBERS: [SecretMember; 3] = [
    SecretMember { pointer: "/options/client_secret", placeholder: "IDP_CLIENT_SECRET" },
    SecretMember { pointer: "/client_secret", placeholder: "APPLICATION_CLIENT_SECRET" },
    SecretMember { pointer: "/password", placeholder: "USER_PASSWORD" },
];

impl Request {
    /// The request with a placeholder for each secret, and where those stand. An empty secret is none: it says that there is to be none.
    pub fn without_secrets(&self) -> (Self, Vec<SecretMember>) {
        let mut shown = self.clone();
        let mut replaced = Vec::new();
        for member in SECRET_MEMBERS {
            let value = shown.body.as_mut().and_then(|body| body.pointer_mut(member.pointer));
            if let Some(value) = value.filter(|value| !value.is_null() && value.as_str() != Some("")) {
                *value = Value::from(member.placeholder);
                replaced.push(member);
            }
        }
        (shown, replaced)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_gives_way_to_a_placeholder_and_nothing_else_changes() {
        let body =
            json!({ "name": "acme", "options": { "client_id": "one", "client_secret": "s3cret", "scope": "openid" } });
        let (shown, replaced) = Request::create_connection(body).without_secrets();
        assert_eq!(
            shown.body,
            Some(
                json!({ "name": "acme", "options": { "client_id": "one", "client_secret": "IDP_CLIENT_SECRET", "scope": "openid" } })
            )
        );
        assert_eq!(replaced, [SECRET_MEMBERS[0]]);
    }

    #[test]
    fn what_is_no_secret_stays_as_it_is() {
        for options in [json!({}), json!({ "client_secret": null }), json!({ "client_secret": "" })] {
            let request = Request::update_connection("con_1", json!({ "options": options }));
            assert_eq!(request.without_secrets(), (request.clone(), vec![]));
        }
        let request = Request::delete_connection("con_1");
        assert_eq!(request.without_secrets(), (request.clone(), vec![]));
    }
}
