//! `/Groups`

mod change;
mod create;
mod page;
mod read;
mod shape;

pub(super) use change::{patch, replace};
pub(super) use create::create;
pub(super) use page::page;
pub(super) use read::{delete, read};
