//! Expressions that are values as they stand.

use std::collections::BTreeMap;

use hcl::{
    Expression, ObjectKey,
    expr::{Operation, TraversalOperator, UnaryOperator},
    template::{Element, Template},
};
use serde_json::{Map, Number, Value};

/// What an expression comes to.
pub(super) enum Literal {
    Value(Value),
    /// A variable that has no value.
    Open(String),
    Expression,
}

/// The values of variables; `None` is one without.
pub(super) type Variables = BTreeMap<String, Option<Value>>;

pub(super) fn literal(expression: &Expression, variables: &Variables) -> Literal {
    if let Some(["var", name]) = path(expression).as_deref() {
        return match variables.get(*name) {
            Some(Some(value)) => Literal::Value(value.clone()),
            _ => Literal::Open((*name).to_owned()),
        };
    }
    value(expression).map_or(Literal::Expression, Literal::Value)
}

/// A value that is written out.
pub(super) fn value(expression: &Expression) -> Option<Value> {
    Some(match expression {
        Expression::Null => Value::Null,
        Expression::Bool(it) => Value::Bool(*it),
        Expression::Number(it) => number(it)?,
        Expression::String(it) => Value::String(it.clone()),
        Expression::Array(items) => items.iter().map(value).collect::<Option<Vec<_>>>()?.into(),
        Expression::Object(members) => {
            let member = |(name, member): (&ObjectKey, &Expression)| Some((key(name)?, value(member)?));
            members.iter().map(member).collect::<Option<Map<_, _>>>()?.into()
        }
        Expression::TemplateExpr(template) => {
            let template = Template::from_expr(template).ok()?;
            let literal = |it: &Element| match it {
                Element::Literal(text) => Some(text.clone()),
                _ => None,
            };
            template.elements().iter().map(literal).collect::<Option<String>>()?.into()
        }
        Expression::Parenthesis(inner) => value(inner)?,
        Expression::Operation(operation) => match &**operation {
            Operation::Unary(unary) if unary.operator == UnaryOperator::Neg => negated(&value(&unary.expr)?)?,
            _ => return None,
        },
        // The provider has JSON in a text: what the function is given is what the API gets.
        Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" && !call.name.is_namespaced() => {
            match call.args.as_slice() {
                [argument] if !call.expand_final => value(argument)?,
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// `auth0_connection.acme.id` in its parts.
pub(super) fn path(expression: &Expression) -> Option<Vec<&str>> {
    let Expression::Traversal(traversal) = expression else { return None };
    let Expression::Variable(root) = &traversal.expr else { return None };
    let attributes = traversal.operators.iter().map(|it| match it {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    });
    [Some(root.as_str())].into_iter().chain(attributes).collect()
}

fn key(key: &ObjectKey) -> Option<String> {
    match key {
        ObjectKey::Identifier(name) => Some(name.to_string()),
        ObjectKey::Expression(expression) => value(expression)?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn number(number: &hcl::Number) -> Option<Value> {
    let whole = number.as_u64().map(Value::from).or_else(|| number.as_i64().map(Value::from));
    whole.or_else(|| Number::from_f64(number.as_f64()?).map(Value::Number))
}

fn negated(value: &Value) -> Option<Value> {
    match (value.as_u64(), value.as_f64()) {
        (Some(0), _) => Number::from_f64(-0.0).map(Value::Number),
        (Some(whole), _) => {
            i64::try_from(-i128::from(whole)).ok().map(Value::from).or_else(|| Some((-(whole as f64)).into()))
        }
        (None, Some(number)) => Number::from_f64(-number).map(Value::Number),
        _ => None,
    }
}
