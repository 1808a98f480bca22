//! What the attributes of users and groups are: the core schemas and the enterprise extension of RFC 7643.

mod table;

use std::borrow::Cow;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    User,
    Group,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Schema {
    pub urn: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub attributes: &'static [Attribute],
}

/// RFC 7643, 2.2 and 7.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: &'static str,
    pub description: &'static str,
    pub of: Type,
    pub multi_valued: bool,
    pub case_exact: bool,
    pub required: bool,
    pub mutability: Mutability,
    /// In every answer, whatever `excludedAttributes` says.
    pub always_returned: bool,
    pub unique: bool,
    pub subs: &'static [Attribute],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    String,
    Boolean,
    DateTime,
    Reference,
    Binary,
    Complex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    ReadWrite,
    ReadOnly,
    Immutable,
    WriteOnly,
}

/// An attribute in its schema, and one of its sub-attributes: `name.givenName`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub schema: &'static Schema,
    pub attribute: &'static Attribute,
    pub sub: Option<&'static Attribute>,
}

impl Kind {
    /// `User`, as `meta.resourceType` and `/ResourceTypes` say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }

    /// `Users`, the folder of the address.
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
        }
    }

    /// The core schema, then its extensions.
    pub fn schemas(self) -> &'static [Schema] {
        match self {
            Self::User => table::USER,
            Self::Group => table::GROUP,
        }
    }

    pub fn core(self) -> &'static Schema {
        &self.schemas()[0]
    }

    /// What is meant by `userName`, `department` or `urn:…:User:userName.sub`, in any case; `None` where no schema has it.
    pub fn target(self, name: &str) -> Option<Target> {
        let (schemas, rest) = match self.split_urn(name) {
            Some((schema, rest)) => (std::slice::from_ref(schema), rest.strip_prefix([':', '.'])?),
            None => (self.schemas(), name),
        };
        let (attribute, sub) = match rest.split_once('.') {
            Some((attribute, sub)) => (attribute, Some(sub)),
            None => (rest, None),
        };
        schemas.iter().find_map(|schema| {
            let attribute = find(schema.attributes, attribute).or_else(|| match schema.urn {
                ENTERPRISE => None,
                _ => find(table::COMMON, attribute),
            })?;
            let sub = match sub {
                Some(sub) => Some(attribute.sub(sub)?),
                None => None,
            };
            Some(Target { schema, attribute, sub })
        })
    }

    /// The schema whose URN the name begins with, and what comes after it.
    pub(crate) fn split_urn(self, name: &str) -> Option<(&'static Schema, &str)> {
        self.schemas().iter().find_map(|schema| {
            let (urn, rest) = name.split_at_checked(schema.urn.len())?;
            (urn.eq_ignore_ascii_case(schema.urn) && (rest.is_empty() || rest.starts_with([':', '.'])))
                .then_some((schema, rest))
        })
    }
}

impl Schema {
    pub fn is_extension(&self) -> bool {
        self.urn == ENTERPRISE
    }
}

impl Attribute {
    /// The sub-attribute of this name, in any case.
    pub fn sub(&self, name: &str) -> Option<&'static Attribute> {
        find(self.subs, name)
    }

    /// The text by which two values of this attribute are compared: as it is where its case counts, else folded.
    pub fn key<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.case_exact { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
    }
}

impl Target {
    /// What is compared or written: the sub-attribute where one is named.
    pub fn leaf(&self) -> &'static Attribute {
        self.sub.unwrap_or(self.attribute)
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.schema.is_extension() {
            write!(formatter, "{}:", self.schema.urn)?;
        }
        formatter.write_str(self.attribute.name)?;
        match self.sub {
            Some(sub) => write!(formatter, ".{}", sub.name),
            None => Ok(()),
        }
    }
}

/// Text without its case, the same in every language: `STRASSE` and `straße` are one. The dotless `ı` stays another letter than `i`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .flat_map(|letter| {
            let upper: Vec<char> = if letter == 'ı' { vec![letter] } else { letter.to_uppercase().collect() };
            upper.into_iter().flat_map(char::to_lowercase)
        })
        .collect()
}

fn find(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}
