//! `/api/v2/connections/{id}/scim-configuration` and the lists beside it. Statuses, bodies and the order of members are those of the
//! recordings 08 and 09; what they do not show is said where it is decided.

mod create;
mod default_mapping;
mod delete;
mod lists;
mod read;
mod shown;
mod tokens;
mod update;

pub(in crate::api) use create::create;
pub(in crate::api) use default_mapping::default_mapping;
pub(in crate::api) use delete::delete;
pub(in crate::api) use lists::{directory_provisionings, list};
pub(in crate::api) use read::get;
pub(in crate::api) use tokens::{create_token, revoke_token, tokens};
pub(in crate::api) use update::update;

use crate::{TenantState, api::error::ApiError};

/// The answer where the connection is there and its configuration is not (recording 08).
fn no_configuration() -> ApiError {
    ApiError::not_found("Not Found", None)
}

async fn connection_is_there(state: &TenantState, id: &str) -> Result<(), ApiError> {
    if state.store.has_connection(id).await? { Ok(()) } else { Err(ApiError::no_connection()) }
}
