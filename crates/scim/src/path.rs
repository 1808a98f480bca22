//! What a PATCH or a mapping names: an attribute, elements of it, a sub-attribute (RFC 7644, figure 7).

use crate::{
    filter::Filter,
    schema::{Schema, Target},
};

/// `Path::parse` reads one.
#[derive(Debug, Clone, PartialEq)]
pub enum Path {
    /// A URN alone: all attributes of that schema.
    Schema(&'static Schema),
    /// `name.givenName`, `emails[type eq "work"].value`: the targets of the selector name sub-attributes of the same attribute.
    Attribute { target: Target, selector: Option<Filter> },
}
