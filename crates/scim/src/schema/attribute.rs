//! What is said of an attribute.

use std::borrow::Cow;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

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

pub(super) fn find(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}
