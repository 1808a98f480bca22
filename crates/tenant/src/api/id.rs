use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

use super::error::ApiError;
use crate::TenantState;

/// The ID in the path of a request, decoded.
#[derive(Debug)]
pub(super) struct Id(pub(super) String);

impl FromRequestParts<TenantState> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &TenantState) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Id(id)),
            Err(rejection) => Err(ApiError::invalid_uri(rejection.body_text())),
        }
    }
}
