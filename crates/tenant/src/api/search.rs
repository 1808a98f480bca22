//! The part of the search syntax that lists of users need: `field:"value"`, `field:*part*` and `field:[A TO B]` terms, and groups of them such as
//! `(name:*ada* OR email:*ada*)`, joined by `AND`.

use serde_json::{Map, Value};

use super::{
    error::ApiError,
    query::{Query, invalid},
};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Search(Vec<Group>);

/// Terms of which one is enough.
#[derive(Debug, PartialEq, Eq)]
struct Group(Vec<Term>);

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
    /// `[A TO B]`, both included, as times are written: in the order of their letters. Empty for no bound.
    Range(String, String),
}

impl Search {
    /// `q` of the query; everything where it is absent.
    pub(super) fn of(query: &Query) -> Result<Self, ApiError> {
        Search::named(query, "q")
    }

    /// The same by another name.
    pub(super) fn named(query: &Query, name: &str) -> Result<Self, ApiError> {
        Search::parse(query.text(name).unwrap_or_default()).map_err(|reason| invalid(&reason, name))
    }

    fn parse(query: &str) -> Result<Self, String> {
        let mut groups = Vec::new();
        let mut rest = query.trim();
        while !rest.is_empty() {
            let (group, after) = Group::parse(rest)?;
            groups.push(group);
            rest = match after.trim_start() {
                "" => "",
                more => more
                    .strip_prefix("AND ")
                    .ok_or_else(|| format!("only terms and groups joined by AND are understood here: {query}"))?
                    .trim_start(),
            };
        }
        Ok(Search(groups))
    }

    pub(super) fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn matches(&self, object: &Map<String, Value>) -> bool {
        self.0.iter().all(|Group(terms)| terms.iter().any(|term| found_in(object, &term.path, &term.value)))
    }

    /// What `path` has to be, in lower case, where a term asks for one whole value of it whatever else is asked.
    pub(super) fn exactly(&self, path: &[&str]) -> Option<&str> {
        self.0.iter().find_map(|Group(terms)| match terms.as_slice() {
            [Term { path: asked, value: Wanted::Exactly(value) }] if asked == path => Some(value.as_str()),
            _ => None,
        })
    }
}

impl Group {
    /// The first term of the text or the terms in its first pair of parentheses, and what follows.
    fn parse(text: &str) -> Result<(Self, &str), String> {
        let Some(inside) = text.strip_prefix('(') else {
            return Term::parse(text).map(|(term, rest)| (Group(vec![term]), rest));
        };
        let (term, mut rest) = Term::parse(inside.trim_start())?;
        let mut terms = vec![term];
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix(')') {
                return Ok((Group(terms), after));
            }
            let next = rest
                .strip_prefix("OR ")
                .ok_or_else(|| format!("only terms joined by OR are understood in parentheses here: {text}"))?;
            let (term, after) = Term::parse(next.trim_start())?;
            terms.push(term);
            rest = after;
        }
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
            None => match rest.strip_prefix('[') {
                Some(range) => {
                    let (range, rest) = range.split_once(']').ok_or_else(not_a_term)?;
                    let (from, to) = range.split_once(" TO ").ok_or_else(not_a_term)?;
                    let bound = |text: &str| text.trim().trim_matches('"').trim_matches('*').to_lowercase();
                    (Wanted::Range(bound(from), bound(to)), rest)
                }
                None => parts(rest),
            },
        };
        let path = field.split('.').map(str::to_owned).collect();
        Ok((Term { path, value }, rest))
    }
}

/// A value without quotes, up to a blank or the end of its group. A backslash takes the next sign's meaning away.
fn parts(text: &str) -> (Wanted, &str) {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut signs = text.char_indices();
    let end = loop {
        match signs.next() {
            None => break text.len(),
            Some((at, ' ' | ')')) => break at,
            Some((_, '*')) => parts.push(std::mem::take(&mut part)),
            Some((_, '\\')) => part.extend(signs.next().map(|(_, sign)| sign)),
            Some((_, sign)) => part.push(sign),
        }
    };
    parts.push(part);
    (Wanted::Parts(parts.into_iter().map(|part| part.to_lowercase()).collect()), &text[end..])
}

impl Wanted {
    fn is(&self, text: &str) -> bool {
        match self {
            Wanted::Exactly(value) => text == value,
            Wanted::Parts(parts) => in_order(text, parts),
            Wanted::Range(from, to) => text >= from.as_str() && (to.is_empty() || text <= to.as_str()),
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

fn found_in(object: &Map<String, Value>, path: &[String], wanted: &Wanted) -> bool {
    let Some((name, rest)) = path.split_first() else { return false };
    object.get(name).is_some_and(|value| found(value, rest, wanted))
}

fn found(value: &Value, path: &[String], wanted: &Wanted) -> bool {
    match (value, path) {
        (Value::Array(items), _) => items.iter().any(|item| found(item, path, wanted)),
        (Value::Object(object), path) => found_in(object, path, wanted),
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
            (r"email:ad\*", false),
            ("(email:nobody* OR email:ada*)", true),
            ("(email:nobody* OR nickname:ada*)", false),
            (r"(nobody:x OR identities.connection:*r\ o*) AND email:ada*", true),
            ("( email:ada* ) AND (logins_count:4)", false),
            ("email:[* TO \"ada@example.com\"] AND logins_count:3", true),
            ("email:[ada@f TO *]", false),
            ("email:[a TO b]", true),
        ] {
            assert_eq!(Search::parse(query).expect("understood").matches(&user), hit, "{query}");
        }
        for (query, exactly) in [
            ("name:ada* AND identities.connection:\"Acme\"", Some("acme")),
            ("identities.connection:acme", None),
            ("(identities.connection:\"acme\" OR name:\"x\")", None),
            ("connection:\"acme\"", None),
        ] {
            let search = Search::parse(query).expect("understood");
            assert_eq!(search.exactly(&["identities", "connection"]), exactly, "{query}");
        }
        for query in [
            "ada",
            "email:\"open",
            "email:a OR email:b",
            "a b:c",
            "(email:a",
            "(email:a AND email:b)",
            "()",
            "email:a)",
            "email:[a TO b",
            "email:[a]",
        ] {
            assert!(Search::parse(query).is_err(), "{query}");
        }
    }
}
