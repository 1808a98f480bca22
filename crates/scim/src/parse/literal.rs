//! The value of a comparison, made of its attribute's type.

use chrono::{DateTime, Utc};

use crate::{
    filter::{Comparison, Literal, Operator},
    quoted::quoted,
    schema::{Target, Type},
    value,
};

/// A value without quotation marks.
pub(super) fn bare(word: &str) -> Result<Literal, String> {
    match word {
        "true" => Ok(Literal::Boolean(true)),
        "false" => Ok(Literal::Boolean(false)),
        "null" => Ok(Literal::Null),
        _ => match serde_json::from_str(word) {
            Ok(number) => Ok(Literal::Number(number)),
            Err(_) => Err(format!(
                "has the value {word}, which is neither a text in quotation marks nor true, false, null or a number."
            )),
        },
    }
}

/// The comparison, if the attribute has such an operator and such values.
pub(super) fn typed(target: Target, operator: Operator, value: Literal) -> Result<Comparison, String> {
    let named = operator.as_str();
    if value == Literal::Null {
        return match operator {
            Operator::Eq | Operator::Ne => Ok(Comparison { target, operator, value }),
            _ => Err(format!("compares with null by {named}; only eq and ne do.")),
        };
    }
    let target = match (target.leaf().of, target.sub, &value) {
        // `manager eq "x"`, as Entra ID asks.
        (Type::Complex, None, Literal::Text(_)) => Target { sub: target.attribute.sub("value"), ..target },
        _ => target,
    };
    let of = target.leaf().of;
    let ordered = matches!(operator, Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le);
    let in_text = matches!(operator, Operator::Co | Operator::Sw | Operator::Ew);
    let value = match (of, value) {
        (Type::Complex, _) => return Err(format!("compares {target}, of which a sub-attribute is to be named.")),
        (Type::Boolean, _) if ordered || in_text => {
            return Err(format!("compares {target} by {named}; it is true or false, so eq and ne do."));
        }
        (Type::Binary, _) if ordered => return Err(format!("compares {target} by {named}, and it has no order.")),
        (Type::Boolean, Literal::Boolean(value)) => Literal::Boolean(value),
        (Type::Boolean, Literal::Text(text)) => match value::boolean(&text) {
            Some(value) => Literal::Boolean(value),
            None => return Err(format!("compares {target} with {}; it is true or false.", quoted(&text))),
        },
        (Type::DateTime, Literal::Text(text)) if !in_text => match DateTime::parse_from_rfc3339(&text) {
            Ok(time) => Literal::Time(time.with_timezone(&Utc)),
            Err(_) => {
                return Err(format!(
                    "compares {target} with {}, which is no time as RFC 3339 writes it.",
                    quoted(&text)
                ));
            }
        },
        (_, Literal::Text(text)) => Literal::Text(text),
        _ => return Err(format!("compares {target} with a value of another type.")),
    };
    Ok(Comparison { target, operator, value })
}
