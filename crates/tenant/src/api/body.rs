use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use super::error::ApiError;
use crate::TenantState;

/// The JSON of a request.
#[derive(Debug)]
pub(super) struct JsonBody(pub(super) Value);

impl JsonBody {
    pub(super) fn into_object(self) -> Result<Map<String, Value>, ApiError> {
        match self.0 {
            Value::Object(object) => Ok(object),
            _ => Err(ApiError::invalid_body("Payload validation error: 'Expected type object'.")),
        }
    }
}

impl FromRequest<TenantState> for JsonBody {
    type Rejection = Response;

    async fn from_request(request: Request, state: &TenantState) -> Result<Self, Response> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                return rejection.into_response();
            }
            ApiError::invalid_body("The request's body could not be read").into_response()
        })?;
        let value = serde_json::from_slice(&bytes).map_err(|error| {
            ApiError::invalid_body(format!("Invalid request payload JSON format: {error}")).into_response()
        })?;
        Ok(JsonBody(value))
    }
}
