//! `/api/v2/logs`: sign-ins, and what providers sent to the tenant's SCIM endpoints.

mod list;
mod read;

pub(super) use list::list;
pub(super) use read::get;
