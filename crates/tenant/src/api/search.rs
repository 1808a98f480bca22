//! The part of the search syntax that a list of users by connection needs: `field:"value"` terms joined by `AND`.

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
    /// Lower case; a `*` at its end stands for anything.
    value: String,
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
            Some(quoted) => quoted.split_once('"').ok_or_else(not_a_term)?,
            None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
        };
        let path = field.split('.').map(str::to_owned).collect();
        // A backslash takes a sign's meaning away; none but the last star has one here.
        Ok((Term { path, value: value.to_lowercase().replace('\\', "") }, rest))
    }
}

fn found(value: &Value, path: &[String], wanted: &str) -> bool {
    match (value, path) {
        (Value::Array(items), _) => items.iter().any(|item| found(item, path, wanted)),
        (Value::Object(object), [name, rest @ ..]) => object.get(name).is_some_and(|value| found(value, rest, wanted)),
        (Value::String(text), []) => is(&text.to_lowercase(), wanted),
        (Value::Bool(_) | Value::Number(_), []) => is(&value.to_string(), wanted),
        _ => false,
    }
}

fn is(text: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => text == wanted,
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
