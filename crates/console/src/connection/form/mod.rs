//! The form of a connection: what will not do in it. What each field is stands in the table of [fields](crate::field).

mod metadata;
mod name;
mod validate;

#[cfg(test)]
mod tests;

pub(crate) use self::name::{name_like, name_problem};
