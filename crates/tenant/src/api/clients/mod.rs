//! `/api/v2/clients`: applications.

mod connections;
mod create;
mod delete;
mod list;
mod read;
mod shown;
mod update;

pub(super) use connections::enabled_connections;
pub(super) use create::create;
pub(crate) use create::{application, new_client_id};
pub(super) use delete::delete;
pub(super) use list::list;
pub(super) use read::get;
pub(crate) use update::WORKS_BY;
pub(super) use update::update;
