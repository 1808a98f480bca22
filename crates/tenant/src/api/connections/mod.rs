//! `/api/v2/connections`

mod create;
mod delete;
mod discover;
mod enabled;
mod list;
mod options;
mod read;
mod shown;
mod update;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use enabled::{enabled_clients, set_enabled_clients};
pub(super) use list::list;
pub(super) use read::get;
pub(super) use shown::View;
pub(super) use update::update;
