//! `/api/v2/connections`

mod create;
mod delete;
mod discover;
mod enabled;
mod keys;
mod list;
mod options;
mod public_keys;
mod read;
pub(super) mod scim;
mod shown;
mod status;
mod update;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use enabled::{enabled_clients, set_enabled_clients};
pub(super) use keys::{create_keys, keys, rotate_keys};
pub(super) use list::list;
pub(super) use public_keys::public_keys;
pub(super) use read::get;
pub(super) use shown::{SeenConnections, Shown, are_asked_for};
pub(super) use status::status;
pub(super) use update::update;
