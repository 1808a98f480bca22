//! `/api/v2/organizations`: customers whose people sign in together, through the connections that are enabled for them.

mod connections;
mod create;
mod delete;
mod list;
mod members;
mod of_user;
mod read;
mod shown;
mod update;

pub(super) use connections::{connection, connections, disable, enable, switch};
pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use list::list;
pub(super) use members::{add_members, members, remove_members};
pub(super) use of_user::of_user;
pub(super) use read::{get, named};
pub(super) use update::update;
