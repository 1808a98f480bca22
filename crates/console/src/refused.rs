//! What a person can do about a refusal of the Management API, beside the API's own words.

/// None where the API's words are all that is known.
pub(crate) fn remedy(status: u16, code: Option<&str>, message: &str) -> Option<&'static str> {
    if message.starts_with("\"options.") && message.contains("\" is missing") {
        return Some(
            "The tenant reads the provider’s discovery document itself, from the internet, and did not find this in it. A provider that \
             only this network reaches has to be opened to it; otherwise enter the endpoints under Issuer details.",
        );
    }
    match (status, code) {
        (429, _) => Some(
            "The tenant takes no more calls for now: Lintel waited as long as it asked, and was refused again. Another program may be using \
             up its limit. Wait a minute, then try again.",
        ),
        (403, Some(code)) if code.contains("too_many") || code.contains("limit") => Some(LIMIT),
        (403, _) if message.to_lowercase().contains("limit") => Some(LIMIT),
        (500.., _) => Some(
            "This is the tenant’s own failure. Try again; if it stays, Auth0’s status page says whether it is known.",
        ),
        _ => None,
    }
}

const LIMIT: &str =
    "The tenant has as many of these as its plan allows. Delete what nobody uses, or ask Auth0 for more.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_done_depends_on_what_was_refused() {
        let told = |status, code, message| remedy(status, code, message).unwrap_or_default();
        assert!(told(400, None, "\"options.issuer\" is missing").contains("from the internet"));
        assert!(told(429, Some("too_many_requests"), "Global limit has been reached").contains("Wait a minute"));
        assert!(told(403, Some("too_many_entities"), "You reached it.").contains("plan"));
        assert!(told(403, None, "The limit of enterprise connections is reached.").contains("plan"));
        assert!(told(503, None, "Service Unavailable").contains("own failure"));
        assert_eq!(remedy(400, Some("invalid_body"), "Payload validation error: 'x' on property name (Name)"), None);
    }
}
