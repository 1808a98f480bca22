use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::error::ApiError;
use crate::TenantState;

/// The ID in the path of a request, decoded, or both of them.
#[derive(Debug)]
pub(super) struct Id<T = String>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<TenantState> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &TenantState) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Id(id)),
            Err(rejection) => Err(ApiError::invalid_uri(rejection.body_text())),
        }
    }
}
