//! `/api/v2/groups`: what came by provisioning.

mod delete;
mod list;
mod members;
mod of_user;
mod read;
mod shown;

pub(super) use delete::delete;
pub(super) use list::list;
pub(super) use members::members;
pub(super) use of_user::of_user;
pub(super) use read::get;
