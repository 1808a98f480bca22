//! `/api/v2/custom-domains`: names below `.localhost`, which lead to this computer without anybody's doing. There is nothing to
//! verify: a domain is ready at once.

mod create;
mod delete;
mod list;
mod read;
mod shown;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use list::list;
pub(super) use read::get;
