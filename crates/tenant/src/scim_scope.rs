//! What a SCIM token may do.

use std::fmt;

/// The scope of one verb on one kind of resource: `get:users`. `get` is for reading and for searching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScimScope {
    pub verb: ScimVerb,
    pub resources: ScimResources,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimVerb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimResources {
    Users,
    Groups,
}

impl ScimScope {
    /// As they are written, those of users first.
    pub const ALL: [&'static str; 10] = [
        "get:users",
        "post:users",
        "put:users",
        "patch:users",
        "delete:users",
        "get:groups",
        "post:groups",
        "put:groups",
        "patch:groups",
        "delete:groups",
    ];

    pub fn as_str(self) -> &'static str {
        let first = match self.resources {
            ScimResources::Users => 0,
            ScimResources::Groups => 5,
        };
        Self::ALL[first + self.verb as usize]
    }
}

impl fmt::Display for ScimScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verb_has_its_scope() {
        for (verb, resources, scope) in [
            (ScimVerb::Get, ScimResources::Users, "get:users"),
            (ScimVerb::Delete, ScimResources::Users, "delete:users"),
            (ScimVerb::Get, ScimResources::Groups, "get:groups"),
            (ScimVerb::Put, ScimResources::Groups, "put:groups"),
            (ScimVerb::Delete, ScimResources::Groups, "delete:groups"),
        ] {
            assert_eq!(ScimScope { verb, resources }.to_string(), scope);
        }
    }
}
