//! What a list is asked for and how it is answered (RFC 7644, 3.4.2 and 3.9).

use serde_json::{Value, json};

use crate::{Error, Filter, Kind, schema::Target};

pub const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// Resources of one page, asked for or not.
pub const MAX_COUNT: usize = 100;

#[derive(Debug, Clone, PartialEq)]
pub struct ListRequest {
    pub filter: Option<Filter>,
    /// From 1.
    pub start_index: usize,
    /// 0 to [`MAX_COUNT`]; 0 asks for the total alone.
    pub count: usize,
    pub selection: Selection,
}

/// Which attributes an answer has.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Selection {
    #[default]
    All,
    Only(Vec<Target>),
    Without(Vec<Target>),
}

impl ListRequest {
    /// From the decoded pairs of a query; keys that nobody knows are passed over.
    ///
    /// # Errors
    ///
    /// 400 `invalidFilter`; `invalidValue` for a `startIndex` or `count` that is no number, and for `attributes` with
    /// `excludedAttributes`.
    pub fn from_query<'a>(kind: Kind, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        todo!("{kind:?} {:?}", pairs.into_iter().count())
    }

    /// From the body of a `.search`.
    ///
    /// # Errors
    ///
    /// As [`Self::from_query`], and `invalidSyntax` where the body is no SearchRequest.
    pub fn from_search(kind: Kind, body: &Value) -> Result<Self, Error> {
        todo!("{kind:?} {body}")
    }
}

impl Selection {
    /// From the decoded pairs of any request's query.
    ///
    /// # Errors
    ///
    /// 400 `invalidValue` where `attributes` and `excludedAttributes` are both there.
    pub fn from_query<'a>(kind: Kind, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        todo!("{kind:?} {:?}", pairs.into_iter().count())
    }

    /// Takes out of a resource what was not asked for; `id` and `schemas` stay.
    pub fn apply(&self, resource: &mut Value) {
        todo!("{resource}")
    }

    /// Whether an answer has this attribute at all: members of a group need not be read where it has none.
    pub fn has(&self, attribute: &str) -> bool {
        todo!("{attribute}")
    }
}

/// A ListResponse. `start_index` is the one asked for.
pub fn response(total: usize, start_index: usize, resources: Vec<Value>) -> Value {
    json!({
        "schemas": [SCHEMA],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}
