//! `/api/v2/users`: who has signed in.

mod delete;
mod list;
mod read;
mod shown;

pub(super) use delete::delete;
pub(super) use list::list;
pub(super) use read::get;
