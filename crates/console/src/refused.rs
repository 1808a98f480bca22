//! What a person can do about a refusal of the Management API, beside the API's own words.

/// None where the API's words are all that is known.
pub(crate) fn remedy(status: u16, code: Option<&str>, message: &str) -> Option<&'static str> {
    if message.starts_with("\"options.") && message.contains("\" is missing") {
        return Some(
            "The tenant reads the provider’s discovery document itself, an Auth0 tenant from the internet, and did not find this in it. A \
             provider that only this network reaches has to be opened to it; otherwise enter the endpoints under Issuer details.",
        );
    }
    match status {
        429 => Some(
            "The tenant takes no more calls for now: Lintel waited as long as it asked, and was refused again. Another program may be using \
             up its limit. Wait a minute, then try again.",
        ),
        403 if names_a_limit(code, message) => Some(
            "The tenant says that a limit is reached. If it is what its plan allows, delete what nobody uses, or ask Auth0 for more.",
        ),
        500.. => {
            Some("This is the tenant’s own failure. Try again; of an Auth0 tenant, Auth0’s status page may know of it.")
        }
        _ => None,
    }
}

fn names_a_limit(code: Option<&str>, message: &str) -> bool {
    let mut words = message.split(|letter: char| !letter.is_alphabetic());
    code.is_some_and(|code| code.starts_with("too_many")) || words.any(|word| word.eq_ignore_ascii_case("limit"))
}

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
        assert_eq!(remedy(403, None, "Access is limited to administrators."), None);
        assert_eq!(remedy(400, Some("invalid_body"), "Payload validation error: 'x' on property name (Name)"), None);
    }
}
