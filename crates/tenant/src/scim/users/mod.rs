//! `/Users`

mod change;
mod create;
mod delete;
mod page;
mod read;

pub(super) use change::{patch, replace};
pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use page::page;
pub(super) use read::read;
