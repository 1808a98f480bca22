//! A filter as it was understood (RFC 7644, 3.4.2.2): its attributes are those of the schema, its values have their type.

use chrono::{DateTime, Utc};
use serde_json::Number;

use crate::schema::{Attribute, Target};

/// `Filter::parse` reads one, `Filter::matches` answers for one resource, [`crate::Mapping::query`] is for whoever writes SQL.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Compare(Comparison),
    /// `name.givenName pr`: there is a value that is not empty.
    Present(Target),
    /// `emails[type eq "work"]`: one element fulfils the filter, whose targets all name this attribute and a sub-attribute.
    Any(Target, Box<Filter>),
}

/// `userName eq "ada"`. A complex attribute compared with text is compared by its `value`: the target has it as its sub-attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub target: Target,
    pub operator: Operator,
    pub value: Literal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}

/// A value of a comparison, of the attribute's type.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `eq null` is "not present", `ne null` "present"; no other operator takes it.
    Null,
    Boolean(bool),
    Number(Number),
    /// As it was written; compare [`Attribute::key`] of both sides.
    Text(String),
    Time(DateTime<Utc>),
}

impl Comparison {
    /// The attribute whose type and case rule hold.
    pub fn leaf(&self) -> &'static Attribute {
        self.target.leaf()
    }
}

impl Filter {
    /// The attributes and values of a filter that is nothing but `a eq x and b eq y`; `None` for any other.
    pub fn equalities(&self) -> Option<Vec<&Comparison>> {
        match self {
            Self::Compare(comparison) if comparison.operator == Operator::Eq => Some(vec![comparison]),
            Self::And(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(Self::equalities).collect();
                parts.map(|parts| parts.concat())
            }
            _ => None,
        }
    }
}

impl Operator {
    pub const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }
}
