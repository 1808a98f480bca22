//! What the attributes of users and groups are: the core schemas and the enterprise extension of RFC 7643.

mod attribute;
mod table;

pub use attribute::{Attribute, ENTERPRISE, GROUP, Mutability, Schema, Type, USER, fold};

use attribute::find;

/// A kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    User,
    Group,
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
