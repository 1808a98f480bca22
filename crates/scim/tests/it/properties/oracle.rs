//! The parser beside that of crate `scim_v2`, which reads the RFC's grammar and nothing else: where it knows the words, both read the same.

use lintel_scim::{
    Filter, Kind, Path,
    filter::{Comparison, Literal},
    schema::{ENTERPRISE, Target},
};
use proptest::prelude::*;
use scim_v2::filter as theirs;
use serde_json::Value;

use super::hold::hold;

#[test]
fn filters_of_the_grammar_are_read_as_another_parser_reads_them() {
    hold(1024, filter(), |text| {
        let ours = Filter::parse(Kind::User, &text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let other: theirs::Filter = text.parse().map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(our_filter(&ours), their_filter(&other), "{}", text);
        Ok(())
    });
}

#[test]
fn paths_of_the_grammar_are_read_as_another_parser_reads_them() {
    for text in [
        "userName",
        "USERNAME",
        "name.familyName",
        "members",
        r#"emails[type eq "work"]"#,
        r#"emails[type eq "work" and value ew "example.com"].value"#,
        r#"addresses[not (type eq "work") or primary eq true].locality"#,
        "urn:ietf:params:scim:schemas:core:2.0:User:userName",
        "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
    ] {
        let kind = if text == "members" { Kind::Group } else { Kind::User };
        let ours = Path::parse(kind, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let other: theirs::PatchPath = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(our_path(&ours), their_path(kind, &other), "{text}");
    }
}

/// What one of the two reads and the other refuses, and why.
#[test]
fn where_the_two_parsers_differ_there_is_a_reason() {
    const ENTRA: &str = "Entra ID asks so, and no sub-attribute may follow brackets in the grammar of a filter";
    const SPACE: &str = "RFC 7644 writes an example so, beside its own grammar";
    const TABLE: &str = "it knows no schema: which attributes there are, and of which type they are";
    for (text, ours, other, why) in [
        (r#"emails[type eq "work"].value eq "x""#, true, false, ENTRA),
        (r#"userName eq"x""#, true, false, SPACE),
        (r#"nosuch eq "x""#, false, true, TABLE),
        (r#"emails[nosuch eq "x"]"#, false, true, TABLE),
        (r#"userName[value eq "x"]"#, false, true, TABLE),
        ("active gt true", false, true, TABLE),
        ("userName eq 5", false, true, TABLE),
        ("userName gt null", false, true, TABLE),
        (r#"meta.created gt "yesterday""#, false, true, TABLE),
        ("name eq true", false, true, TABLE),
    ] {
        assert_eq!(Filter::parse(Kind::User, text).is_ok(), ours, "{text}: {why}");
        assert_eq!(text.parse::<theirs::Filter>().is_ok(), other, "{text}: {why}");
    }
    const REF: &str = "RFC 7643 names a sub-attribute $ref, and its grammar of names has no $";
    const URN: &str = "only who knows the schema sees that it ends there, and not at its last colon";
    let dotted = format!("{ENTERPRISE}.department");
    for (text, ours, other, why) in [
        ("manager.$ref", Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref"), None, REF),
        (ENTERPRISE, Some(ENTERPRISE), Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0 User"), URN),
        (
            &dotted,
            Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"),
            Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0 User.department"),
            URN,
        ),
        ("nosuch", None, Some("nosuch"), TABLE),
    ] {
        assert_eq!(Path::parse(Kind::User, text).ok().map(|path| our_path(&path)).as_deref(), ours, "{text}: {why}");
        let other_reads = match text.parse::<theirs::PatchPath>() {
            Ok(theirs::PatchPath::Attr(theirs::AttrPath { uri: Some(uri), name, sub_attr })) => {
                Some(format!("{uri} {name}{}", sub_attr.map(|sub| format!(".{sub}")).unwrap_or_default()))
            }
            Ok(path) => Some(path.to_string()),
            Err(_) => None,
        };
        assert_eq!(other_reads.as_deref(), other, "{text}: {why}");
    }
}

/// Filters as the grammar makes them, of attributes that are there, compared with values of their type.
fn filter() -> impl Strategy<Value = String> {
    let within = joined(prop_oneof![
        text_comparison(&["value", "TYPE", "display"]),
        truth_comparison(&["primary"]),
        prop::sample::select(vec!["value pr", "type PR", "display eq null"]).prop_map(str::to_owned),
    ]);
    let attribute = prop::sample::select(vec!["emails", "phoneNumbers", "Roles"]);
    joined(prop_oneof![
        text_comparison(&[
            "userName",
            "externalid",
            "name.givenName",
            "emails.value",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        ]),
        truth_comparison(&["active", "emails.primary"]),
        prop::sample::select(vec![
            "title pr",
            "emails PR",
            "title eq null",
            "name.givenName ne null",
            r#"meta.lastModified gt "2026-03-02T07:59:59Z""#,
        ])
        .prop_map(str::to_owned),
        (attribute, within).prop_map(|(attribute, within)| format!("{attribute}[{within}]")),
    ])
}

fn joined(leaf: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    leaf.prop_recursive(4, 24, 3, |inner| {
        let word = prop::sample::select(vec!["and", "or", "AND", "Or"]);
        prop_oneof![
            3 => (inner.clone(), word, inner.clone()).prop_map(|(left, word, right)| format!("{left} {word} {right}")),
            1 => inner.clone().prop_map(|inner| format!("({inner})")),
            1 => inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

fn text_comparison(names: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let operator = prop::sample::select(vec!["eq", "NE", "Co", "sw", "ew", "gt", "ge", "lt", "le"]);
    (prop::sample::select(names.to_vec()), operator, ".{0,8}")
        .prop_map(|(name, operator, text)| format!("{name} {operator} {}", Value::from(text)))
}

fn truth_comparison(names: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    (prop::sample::select(names.to_vec()), prop::sample::select(vec!["eq", "Ne"]), any::<bool>())
        .prop_map(|(name, operator, value)| format!("{name} {operator} {value}"))
}

fn our_filter(filter: &Filter) -> String {
    match filter {
        Filter::And(parts) => list("and", parts.iter().map(our_filter)),
        Filter::Or(parts) => list("or", parts.iter().map(our_filter)),
        Filter::Not(part) => format!("(not {})", our_filter(part)),
        Filter::Compare(Comparison { target, operator, value }) => {
            format!("({} {target} {})", operator.as_str(), our_literal(value))
        }
        Filter::Present(target) => format!("(pr {target})"),
        Filter::Any(target, part) => format!("([] {target} {})", our_filter(part)),
    }
}

fn our_literal(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".into(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(value) => value.to_string(),
        Literal::Text(text) => Value::from(text.as_str()).to_string(),
        Literal::Time(time) => Value::from(time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).to_string(),
    }
}

fn our_path(path: &Path) -> String {
    match path {
        Path::Schema(schema) => schema.urn.into(),
        Path::Attribute { target, selector: None } => target.to_string(),
        Path::Attribute { target, selector: Some(selector) } => format!("{target} {}", our_filter(selector)),
    }
}

fn their_filter(filter: &theirs::Filter) -> String {
    match filter {
        theirs::Filter::And(parts) => list("and", parts.as_slice().iter().map(their_filter)),
        theirs::Filter::Or(parts) => list("or", parts.as_slice().iter().map(their_filter)),
        theirs::Filter::Not(part) => format!("(not {})", their_filter(part)),
        theirs::Filter::Attr(term) => their_term(term, |path| named(Kind::User, &path.to_string())),
        theirs::Filter::ValuePath(path) => {
            let target = named(Kind::User, &path.attr.to_string());
            format!("([] {target} {})", their_selector(target, &path.filter))
        }
    }
}

fn their_selector(within: Target, filter: &theirs::ValFilter) -> String {
    match filter {
        theirs::ValFilter::And(parts) => list("and", parts.as_slice().iter().map(|it| their_selector(within, it))),
        theirs::ValFilter::Or(parts) => list("or", parts.as_slice().iter().map(|it| their_selector(within, it))),
        theirs::ValFilter::Not(part) => format!("(not {})", their_selector(within, part)),
        theirs::ValFilter::Attr(term) => their_term(term, |path| named(Kind::User, &format!("{within}.{path}"))),
    }
}

fn their_term(term: &theirs::AttrExp, target: impl Fn(&theirs::AttrPath) -> Target) -> String {
    match term {
        theirs::AttrExp::Present(path) => format!("(pr {})", target(path)),
        theirs::AttrExp::Comparison(path, operator, value) => {
            let value = match value {
                theirs::CompValue::False => "false".into(),
                theirs::CompValue::True => "true".into(),
                theirs::CompValue::Null => "null".into(),
                theirs::CompValue::Number(number) => number.to_string(),
                theirs::CompValue::Str(text) => Value::from(text.as_str()).to_string(),
            };
            format!("({operator} {} {value})", target(path))
        }
    }
}

fn their_path(kind: Kind, path: &theirs::PatchPath) -> String {
    match path {
        theirs::PatchPath::Attr(path) => named(kind, &path.to_string()).to_string(),
        theirs::PatchPath::Value(path) => {
            let within = named(kind, &path.attr.to_string());
            let whole = match &path.sub_attr {
                Some(sub) => named(kind, &format!("{within}.{sub}")),
                None => within,
            };
            format!("{whole} {}", their_selector(within, &path.filter))
        }
    }
}

fn named(kind: Kind, name: &str) -> Target {
    kind.target(name).unwrap_or_else(|| panic!("{name} is in no schema"))
}

/// `a and (b and c)` is `a and b and c`.
fn list(word: &str, parts: impl Iterator<Item = String>) -> String {
    let open = format!("({word} ");
    let parts: Vec<String> = parts
        .map(|part| match part.strip_prefix(&open) {
            Some(rest) => rest.strip_suffix(')').unwrap_or(rest).to_owned(),
            None => part,
        })
        .collect();
    format!("{open}{})", parts.join(" "))
}
