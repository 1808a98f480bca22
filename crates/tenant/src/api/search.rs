//! The part of the search syntax that lists of users need: `field:"value"` and `field:*part*` terms joined by `AND`.

use serde_json::{Map, Value};

use super::{
    error::ApiError,
    query::{Query, invalid},
};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Search(Vec<Term>);

#[derive(Debug, PartialEq, Eq)]
struct Term {
    path: Vec<String>,
    value: Wanted,
}

/// In lower case.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// Between quotes: the whole value, a `*` in it as well.
    Exactly(String),
    /// What stands between the `*`, each of which is for anything.
    Parts(Vec<String>),
}

impl Search {
    /// `q` of the query; everything where it is absent.
    pub(super) fn of(query: &Query) -> Result<Self, ApiError> {
        Search::parse(query.text("q").unwrap_or_default()).map_err(|reason| invalid(&reason, "q"))
    }

    fn parse(query: &str) -> Result<Self, String> {
        let mut terms = Vec::new();
        let mut rest = query.trim();
        while !rest.is_empty() {
            let (term, after) = Term::parse(rest)?;
            terms.push(term);
            rest = match after.trim_start() {
                "" => "",
                more => more
                    .strip_prefix("AND ")
                    .ok_or_else(|| format!("only terms joined by AND are understood here: {query}"))?
                    .trim_start(),
            };
        }
        Ok(Search(terms))
    }

    pub(super) fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn matches(&self, object: &Map<String, Value>) -> bool {
        let object = Value::Object(object.clone());
        self.0.iter().all(|term| found(&object, &term.path, &term.value))
    }
}

impl Term {
    /// The first term of the text, and what follows it.
    fn parse(text: &str) -> Result<(Self, &str), String> {
        let not_a_term = || format!("only field:\"value\" terms are understood here: {text}");
        let (field, rest) = text.split_once(':').ok_or_else(not_a_term)?;
        if field.is_empty() || !field.chars().all(|inner| inner.is_alphanumeric() || "_.-".contains(inner)) {
            return Err(not_a_term());
        }
        let (value, rest) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (value, rest) = quoted.split_once('"').ok_or_else(not_a_term)?;
                (Wanted::Exactly(value.to_lowercase()), rest)
            }
            None => {
                let (value, rest) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
                // A backslash takes a sign's meaning away; here none but the star has one.
                let parts = value.to_lowercase().split('*').map(|part| part.replace('\\', "")).collect();
                (Wanted::Parts(parts), rest)
            }
        };
        let path = field.split('.').map(str::to_owned).collect();
        Ok((Term { path, value }, rest))
    }
}

impl Wanted {
    fn is(&self, text: &str) -> bool {
        match self {
            Wanted::Exactly(value) => text == value,
            Wanted::Parts(parts) => in_order(text, parts),
        }
    }
}

/// Whether the text begins with the first part, ends with the last, and has the others between them, one after the other.
fn in_order(text: &str, parts: &[String]) -> bool {
    let [first, middle @ .., last] = parts else { return parts.iter().all(|part| part == text) };
    let Some(mut rest) = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
        rest = after;
    }
    true
}

fn found(value: &Value, path: &[String], wanted: &Wanted) -> bool {
    match (value, path) {
        (Value::Array(items), _) => items.iter().any(|item| found(item, path, wanted)),
        (Value::Object(object), [name, rest @ ..]) => object.get(name).is_some_and(|value| found(value, rest, wanted)),
        (Value::String(text), []) => wanted.is(&text.to_lowercase()),
        (Value::Bool(_) | Value::Number(_), []) => wanted.is(&value.to_string()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn terms_joined_by_and_find_users() {
        let Value::Object(user) = json!({
            "email": "Ada@example.com", "logins_count": 3,
            "identities": [{ "connection": "acme" }, { "connection": "other one" }],
        }) else {
            unreachable!()
        };
        for (query, hit) in [
            ("", true),
            ("identities.connection:\"acme\"", true),
            ("identities.connection:\"other one\" AND email:ada@*", true),
            ("identities.connection:\"acm\"", false),
            ("identities.connection:\"acm*\"", false),
            ("email:\"ada@example.com\"", true),
            ("email:ada@example.com", true),
            ("email:*example*", true),
            ("email:*@EXAMPLE.com", true),
            ("email:a*@*.com AND identities.connection:\"acme\"", true),
            ("email:*example", false),
            ("email:*nobody*", false),
            ("email:ada@e*xample*e*", false),
            ("email:*com*com", false),
            ("email:*", true),
            ("nickname:*", false),
            ("identities.connection:\"acme\" AND logins_count:4", false),
            ("logins_count:3", true),
            ("nobody:3", false),
            (r"email:ad\a@*", true),
        ] {
            assert_eq!(Search::parse(query).expect("understood").matches(&user), hit, "{query}");
        }
        for query in ["ada", "email:\"open", "email:a OR email:b", "a b:c"] {
            assert!(Search::parse(query).is_err(), "{query}");
        }
    }
}
