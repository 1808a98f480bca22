//! A filter of SCIM as SQL over the values that users are found by. It finds everybody who can be meant, and whoever asks judges them:
//! SQL neither knows which values belong to one element nor sees the end of a long value.

use lintel_scim::{
    filter::{Literal, Operator},
    mapping::{Column, Query},
};
use rusqlite::types::Value;

use super::{
    profile::instant,
    user_values::{LONGEST, folded},
};

/// A condition on rows of `user` and its parameters, of which the first is the connection. `None` where everybody may be meant.
pub(super) fn condition(query: &Query, params: &mut Vec<Value>) -> Option<String> {
    match query {
        Query::And(parts) => {
            // One that leads to few makes those that lead to many a detour.
            let few = parts.iter().any(leads_to_few);
            let asked = parts.iter().filter(|part| !few || leads_to_few(part));
            let known: Vec<String> = asked.filter_map(|part| condition(part, params)).collect();
            (!known.is_empty()).then(|| joined(&known, "AND"))
        }
        Query::Or(parts) => {
            let before = params.len();
            let known: Option<Vec<String>> = parts.iter().map(|part| condition(part, params)).collect();
            if known.is_none() {
                params.truncate(before);
            }
            known.filter(|known| !known.is_empty()).map(|known| joined(&known, "OR"))
        }
        Query::Not(_) => None,
        Query::Nothing => Some("0".to_owned()),
        Query::Present(Column::Profile { path, sub: None }) => {
            let path = path.to_string();
            let [is, from, to] = [path.clone(), format!("{path}."), format!("{path}/")].map(|path| param(params, path));
            Some(found(&format!("path >= {is} AND path < {to} AND (path = {is} OR path >= {from})")))
        }
        Query::Present(_) => None,
        Query::Compare { column: Column::Id, operator: Operator::Eq, value: Literal::Text(id), .. } => {
            Some(format!("user_id = {}", param(params, id.clone())))
        }
        Query::Compare { column: Column::Created, operator, value: Literal::Time(time), .. } => {
            by_time("created_at", *operator, &instant(*time), params)
        }
        Query::Compare { column: Column::LastModified, operator, value: Literal::Time(time), .. } => {
            by_time("updated_at", *operator, &instant(*time), params)
        }
        Query::Compare { column: Column::Profile { path, sub }, operator, value: Literal::Text(text), .. } => {
            let comparison = by_text(*operator, &folded(text), params)?;
            let path = path.to_string();
            // What is kept whole may be texts or objects.
            let paths = match sub {
                None => format!("path = {}", param(params, path)),
                Some(sub) => {
                    let inner = param(params, format!("{path}.{}", sub.name));
                    format!("path IN ({}, {inner})", param(params, path))
                }
            };
            Some(found(&format!("{paths} AND {comparison}")))
        }
        Query::Compare { .. } => None,
    }
}

fn leads_to_few(query: &Query) -> bool {
    match query {
        Query::And(parts) => parts.iter().any(leads_to_few),
        Query::Or(parts) => parts.iter().all(leads_to_few),
        Query::Nothing => true,
        Query::Compare { operator: Operator::Eq, value: Literal::Text(_), .. } => true,
        Query::Not(_) | Query::Present(_) | Query::Compare { .. } => false,
    }
}

fn by_text(operator: Operator, text: &str, params: &mut Vec<Value>) -> Option<String> {
    match operator {
        Operator::Eq => Some(format!("folded = {}", param(params, text.to_owned()))),
        Operator::Sw => {
            let from = param(params, text.to_owned());
            Some(format!("folded >= {from} AND folded < {}", param(params, format!("{text}{}", char::MAX))))
        }
        Operator::Co | Operator::Ew => {
            let part = param(params, text.to_owned());
            Some(format!("(instr(folded, {part}) > 0 OR length(folded) >= {LONGEST})"))
        }
        _ => None,
    }
}

/// Times are kept in one form, whose order is theirs.
fn by_time(path: &str, operator: Operator, time: &str, params: &mut Vec<Value>) -> Option<String> {
    let sign = match operator {
        Operator::Eq => "=",
        Operator::Gt | Operator::Ge => ">=",
        Operator::Lt | Operator::Le => "<=",
        _ => return None,
    };
    let path = param(params, path.to_owned());
    Some(found(&format!("path = {path} AND folded {sign} {}", param(params, folded(time)))))
}

fn found(what: &str) -> String {
    format!("position IN (SELECT user FROM user_value WHERE connection_id = ?1 AND {what})")
}

fn param(params: &mut Vec<Value>, value: String) -> String {
    params.push(value.into());
    format!("?{}", params.len())
}

/// As a tree of little depth: SQLite takes a thousand levels, which a chain of a thousand would be.
fn joined(parts: &[String], word: &str) -> String {
    match parts {
        [part] => part.clone(),
        parts => {
            let (left, right) = parts.split_at(parts.len() / 2);
            format!("({} {word} {})", joined(left, word), joined(right, word))
        }
    }
}
