//! SCIM attributes and profile paths, both ways.

use std::fmt;

use serde_json::Value;

use crate::{
    filter::{Filter, Literal, Operator},
    path::Path,
    schema::Attribute,
};

/// The default of a connection with strategy `oidc`: (SCIM, Auth0), in its order.
pub const DEFAULT_OIDC: &[(&str, &str)] = &[
    ("userName", "preferred_username"),
    ("emails[primary eq true].value", "email"),
    ("externalId", "app_metadata.external_id"),
    ("active", "blocked"),
    ("displayName", "name"),
    ("name.givenName", "given_name"),
    ("name.familyName", "family_name"),
    ("nickName", "nickname"),
    ("photos[type eq \"photo\"].value", "picture"),
    ("phoneNumbers[type eq \"work\"].value", "app_metadata.work_phone_number"),
    ("phoneNumbers[type eq \"home\"].value", "app_metadata.home_phone_number"),
    ("phoneNumbers[type eq \"mobile\"].value", "app_metadata.mobile_phone_number"),
    ("addresses[type eq \"work\"].streetAddress", "app_metadata.street_address"),
    ("addresses[type eq \"work\"].locality", "app_metadata.city"),
    ("addresses[type eq \"work\"].region", "app_metadata.state"),
    ("addresses[type eq \"work\"].postalCode", "app_metadata.postal_code"),
    ("addresses[type eq \"work\"].formatted", "app_metadata.postal_address"),
    ("addresses[type eq \"work\"].country", "app_metadata.country"),
    ("profileUrl", "app_metadata.profile_url"),
    ("userType", "app_metadata.user_type"),
    ("title", "app_metadata.title"),
    ("preferredLanguage", "app_metadata.language"),
    ("locale", "app_metadata.locale"),
    ("timezone", "app_metadata.timezone"),
    ("entitlements", "app_metadata.entitlements"),
    ("roles", "app_metadata.roles"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.employeeNumber", "app_metadata.employee_id"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.costCenter", "app_metadata.cost_center"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.organization", "app_metadata.organization"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.division", "app_metadata.division"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", "app_metadata.department"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager", "app_metadata.manager"),
];

/// The pairs of a connection that mean something, and those that do not: Auth0 keeps any text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    pub slots: Vec<Slot>,
    pub misfits: Vec<Misfit>,
}

/// One SCIM path and the profile path it is kept at.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Which pair it was, from 0.
    pub index: usize,
    pub scim: Path,
    pub profile: ProfilePath,
}

/// A pair that maps nothing, and why, as a sentence that names what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    pub index: usize,
    pub scim: String,
    pub auth0: String,
    pub reason: String,
}

/// A root attribute, `app_metadata.x` or `user_metadata.x`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProfilePath(Vec<String>);

/// A profile path and what is to stand there; `None` takes it away.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    pub path: ProfilePath,
    pub value: Option<Value>,
}

/// What a resource has beside its mapped attributes. Times are RFC 3339.
#[derive(Debug, Clone, Copy)]
pub struct Meta<'a> {
    pub id: &'a str,
    pub created: &'a str,
    pub last_modified: &'a str,
    /// The whole address of the resource.
    pub location: &'a str,
}

/// A filter over where values are kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    And(Vec<Query>),
    Or(Vec<Query>),
    Not(Box<Query>),
    /// No user: the filter asks for what the mapping keeps nowhere.
    Nothing,
    Compare {
        column: Column,
        operator: Operator,
        value: Literal,
        leaf: &'static Attribute,
    },
    Present(Column),
}

/// Where a value is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    Id,
    Created,
    LastModified,
    /// A whole array or object is kept at the path where `sub` names what in it is compared.
    Profile {
        path: ProfilePath,
        sub: Option<&'static Attribute>,
    },
}

impl Mapping {
    /// Reads pairs of (SCIM, Auth0). Never refuses: see [`Self::misfits`].
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        todo!("{}", pairs.into_iter().count())
    }

    pub fn default_oidc() -> Self {
        Self::parse(DEFAULT_OIDC.iter().copied())
    }

    /// A profile (`email`, `blocked`, `app_metadata` …) as a SCIM user in its canonical form.
    pub fn to_scim(&self, profile: &Value, meta: Meta<'_>) -> Value {
        todo!("{profile} {meta:?}")
    }

    /// What must be written for a user that was `before` (an empty object where there was none) to be `after`: the slots that differ.
    pub fn from_scim(&self, before: &Value, after: &Value) -> Vec<Write> {
        todo!("{before} {after}")
    }

    /// What of a canonical resource is kept nowhere: `name.formatted`, `emails[type eq "home"].value`.
    pub fn kept_nowhere(&self, resource: &Value) -> Vec<String> {
        todo!("{resource}")
    }

    /// A filter of users over what this mapping keeps where.
    pub fn query(&self, filter: &Filter) -> Query {
        todo!("{filter:?}")
    }
}

impl ProfilePath {
    /// # Errors
    ///
    /// A sentence that says why the path names no place in a profile.
    pub fn parse(text: &str) -> Result<Self, String> {
        todo!("{text}")
    }

    /// `["app_metadata", "department"]`.
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    pub fn get<'a>(&self, profile: &'a Value) -> Option<&'a Value> {
        todo!("{profile}")
    }
}

impl Write {
    /// Does it to a profile.
    pub fn apply(&self, profile: &mut Value) {
        todo!("{profile}")
    }
}

impl fmt::Display for ProfilePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("."))
    }
}
