//! What a request asked of the sign-in itself, held against what the ID token says of it. The provider may refuse none of it and do
//! none of it; Auth0 does not look either.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    Finding,
    finding::{Check, Severity},
    words::beginning,
};

pub(super) const ALL: &[&Check] = &[&AUTHENTICATION_CONTEXT, &AUTHENTICATION_AGE, &HOSTED_DOMAIN];

const AUTHENTICATION_CONTEXT: Check = Check {
    code: "authentication-context",
    title: "The sign-in is of a class that was asked for",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (12)",
    about: "acr_values asks for a class of authentication, such as one with a second factor, as a wish: a provider may sign the person in \
            by another class, or say nothing of it. Whoever relies on the class has to compare acr of the ID token.",
};

const AUTHENTICATION_AGE: Check = Check {
    code: "authentication-age",
    title: "The sign-in is as young as was asked for",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (13)",
    about: "max_age asks the provider to have the person sign in anew if the last time was longer ago, and to say in auth_time when it \
            was. Without auth_time nobody can tell whether it did.",
};

const HOSTED_DOMAIN: Check = Check {
    code: "hosted-domain",
    title: "The account is of the organization that was asked for",
    severity: Severity::Warning,
    spec: "Google, OpenID Connect: the hd parameter",
    about: "hd asks Google to offer the accounts of one organization. It changes what the person is shown and refuses nobody: an account of \
            another organization, or of none, gets through by another request. Only the claim hd tells.",
};

/// Between two clocks.
const LEEWAY: Duration = Duration::seconds(60);

/// A finding for each thing that was asked for in the authorization request and is not in the claims.
pub(super) fn unmet(request: &Url, claims: &Map<String, Value>, now: DateTime<Utc>) -> Vec<Finding> {
    let asked = |name: &str| {
        let sent = request.query_pairs().find(|(sent, value)| sent == name && !value.trim().is_empty());
        sent.map(|(_, value)| value.trim().to_owned())
    };
    let context = asked("acr_values").and_then(|asked| other_context(&asked, claims.get("acr")));
    let age = asked("max_age").and_then(|asked| older(&asked, claims.get("auth_time"), now));
    let domain = asked("hd").and_then(|asked| other_domain(&asked, claims.get("hd")));
    [context, age, domain].into_iter().flatten().collect()
}

fn other_context(asked: &str, acr: Option<&Value>) -> Option<Finding> {
    let acr = acr.filter(|acr| !acr.is_null()).map(said);
    if acr.as_deref().is_some_and(|acr| asked.split_whitespace().any(|asked| asked == acr)) {
        return None;
    }
    let shown = beginning(asked);
    let message = match &acr {
        Some(acr) => format!("acr_values asked for “{shown}”, and the person signed in by “{acr}”."),
        None => format!("acr_values asked for “{shown}”, and the ID token does not say how the person signed in."),
    };
    Some(
        AUTHENTICATION_CONTEXT
            .finding("acr", message)
            .expected(shown)
            .got(acr.unwrap_or_else(|| "no acr".to_owned()))
            .remedy(
                "Whoever needs this class should require it at the provider, in its policy for this client: as a parameter it is a wish. \
                 Otherwise take acr_values out of the upstream parameters.",
            ),
    )
}

fn older(asked: &str, auth_time: Option<&Value>, now: DateTime<Utc>) -> Option<Finding> {
    let longest = asked.parse::<u32>().ok().map(i64::from)?;
    let finding = |message: String, got: String| {
        AUTHENTICATION_AGE
            .finding("auth_time", message)
            .expected(format!("a sign-in of at most {longest} s ago"))
            .got(got)
            .remedy("Ask the provider’s administrator to honour max_age for this client, and to put auth_time into its ID tokens.")
    };
    let signed_in = auth_time.and_then(Value::as_i64).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let Some(signed_in) = signed_in else {
        let got = auth_time.map_or_else(|| "no auth_time".to_owned(), said);
        return Some(finding(
            format!(
                "max_age asked for a sign-in of at most {longest} s ago, and the ID token does not say when the person signed in."
            ),
            got,
        ));
    };
    (now - signed_in > Duration::seconds(longest) + LEEWAY).then(|| {
        let ago = (now - signed_in).num_seconds();
        finding(
            format!("max_age asked for a sign-in of at most {longest} s ago, and the person signed in {ago} s ago."),
            signed_in.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        )
    })
}

fn other_domain(asked: &str, hd: Option<&Value>) -> Option<Finding> {
    let hd = hd.filter(|hd| !hd.is_null()).map(said);
    // `*` asks for an account of any organization.
    let fits = hd.as_deref().is_some_and(|hd| asked == "*" || hd.eq_ignore_ascii_case(asked));
    let shown = beginning(asked);
    let message = match &hd {
        Some(hd) => format!("hd asked for accounts of “{shown}”, and the person’s is of “{hd}”."),
        None => {
            format!(
                "hd asked for accounts of “{shown}”, and the ID token names no organization: the account is of none."
            )
        }
    };
    (!fits).then(|| {
        HOSTED_DOMAIN.finding("hd", message).expected(shown).got(hd.unwrap_or_else(|| "no hd".to_owned())).remedy(
            "Compare the claim hd where it matters, in an Action after login: the parameter only chooses what Google offers, and keeps \
             nobody out.",
        )
    })
}

/// A claim's value as a finding shows it.
fn said(value: &Value) -> String {
    beginning(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(query: &str, claims: Value) -> Vec<String> {
        let request = format!("https://op.example/authorize?{query}").parse().expect("a URL");
        let now = DateTime::from_timestamp(10_000, 0).expect("a time");
        let claims = claims.as_object().cloned().expect("claims");
        unmet(&request, &claims, now).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_class_that_was_asked_for_has_to_be_named() {
        assert_eq!(codes("acr_values=urn:mfa+urn:any", json!({ "acr": "urn:any" })), [""; 0]);
        assert_eq!(codes("acr_values=urn:mfa", json!({ "acr": "urn:password" })), ["authentication-context"]);
        assert_eq!(codes("acr_values=urn:mfa", json!({ "acr": null })), ["authentication-context"]);
        assert_eq!(codes("scope=openid", json!({ "acr": "urn:password" })), [""; 0]);
    }

    #[test]
    fn a_sign_in_that_was_longer_ago_than_asked_is_told_and_so_is_one_without_a_time() {
        assert_eq!(codes("max_age=60", json!({ "auth_time": 9_900 })), [""; 0], "within the leeway");
        assert_eq!(codes("max_age=60", json!({ "auth_time": 9_000 })), ["authentication-age"]);
        assert_eq!(codes("max_age=60", json!({})), ["authentication-age"]);
        assert_eq!(codes("max_age=soon", json!({})), [""; 0], "the provider’s to refuse");
    }

    #[test]
    fn an_account_of_another_organization_or_of_none_is_told() {
        assert_eq!(codes("hd=acme.example", json!({ "hd": "Acme.example" })), [""; 0]);
        assert_eq!(codes("hd=acme.example", json!({ "hd": "globex.example" })), ["hosted-domain"]);
        assert_eq!(codes("hd=acme.example", json!({})), ["hosted-domain"]);
        assert_eq!(codes("hd=*", json!({ "hd": "globex.example" })), [""; 0]);
        assert_eq!(codes("hd=*", json!({})), ["hosted-domain"]);
    }
}
