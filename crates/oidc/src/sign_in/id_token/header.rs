//! What the header says beside algorithm and key.

use serde_json::{Map, Value};

use super::{
    claim::shown,
    judgement::{Judgement, fail, pass, skip},
};
use crate::{
    finding::{Check, Severity},
    json::a_json_type,
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_CRIT, &ID_TOKEN_HEADER];

const ID_TOKEN_CRIT: Check = Check {
    code: "id-token-crit",
    title: "Nothing critical that is not understood",
    severity: Severity::Error,
    spec: "RFC 7515, section 4.1.11",
    about: "Who names a header parameter in crit wants the token refused by everybody who does not understand that parameter. A sign-in \
            understands none, and crit must neither be empty nor name what the specification itself defines.",
};

const ID_TOKEN_HEADER: Check = Check {
    code: "id-token-header",
    title: "The header is that of an ID token",
    severity: Severity::Error,
    spec: "RFC 7515, sections 4.1.4 and 4.1.9; RFC 8725, section 3.11",
    about: "typ is JWT or not there; another type, such as at+jwt, is a token for another use. kid and cty are text.",
};

pub(super) fn crit(header: &Map<String, Value>) -> Judgement {
    let check = &ID_TOKEN_CRIT;
    let Some(crit) = header.get("crit") else { return skip(check, "crit", "not in the header") };
    let message = match crit {
        Value::Array(names) if names.is_empty() => {
            "The ID token's crit is an empty list, which is not allowed.".to_owned()
        }
        Value::Array(names) if names.iter().all(Value::is_string) => format!(
            "The ID token's crit demands that {} is understood, and a sign-in understands no such header parameter.",
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        ),
        other => format!("The ID token's crit is {} and no list of names.", a_json_type(other)),
    };
    fail(
        check,
        check
            .finding("crit", message)
            .expected("no crit")
            .got(shown(crit))
            .remedy("Have the provider leave crit out of the ID tokens of this client."),
    )
}

pub(super) fn header(header: &Map<String, Value>) -> Judgement {
    let check = &ID_TOKEN_HEADER;
    let wrong = |member: &str, message: String, expected: &str, got: &Value, remedy: &str| {
        fail(check, check.finding(member, message).expected(expected).got(shown(got)).remedy(remedy))
    };
    for member in ["kid", "typ", "cty"] {
        if let Some(value) = header.get(member).filter(|value| !value.is_string() && !value.is_null()) {
            let message = format!("The {member} in the ID token's header is {} and not text.", a_json_type(value));
            return wrong(member, message, "text", value, "Have the provider correct the header of its ID tokens.");
        }
    }
    let Some(typ) = header.get("typ").and_then(Value::as_str) else { return pass(check, "typ", "JWT", "no typ") };
    let lower = typ.to_ascii_lowercase();
    if ["jwt", "jose"].contains(&lower.strip_prefix("application/").unwrap_or(&lower)) {
        return pass(check, "typ", "JWT", typ);
    }
    let message = format!("What came as ID token is of the type “{typ}”, which is no ID token’s.");
    let remedy = "Have the provider send an ID token, of the type JWT; at+jwt is an access token.";
    wrong("typ", message, "JWT, or no typ", &Value::from(typ), remedy)
}
