use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lintel_oidc::json::{self, JsonError};
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

/// The JSON of a request that may come without: null then.
#[derive(Debug)]
pub(super) struct OptionalJsonBody(pub(super) Value);

impl FromRequest<TenantState> for OptionalJsonBody {
    type Rejection = Response;

    async fn from_request(request: Request, state: &TenantState) -> Result<Self, Response> {
        let bytes = bytes(request, state).await?;
        Ok(OptionalJsonBody(if bytes.is_empty() { Value::Null } else { value(&bytes)? }))
    }
}

impl FromRequest<TenantState> for JsonBody {
    type Rejection = Response;

    async fn from_request(request: Request, state: &TenantState) -> Result<Self, Response> {
        Ok(JsonBody(value(&bytes(request, state).await?)?))
    }
}

async fn bytes(request: Request, state: &TenantState) -> Result<Bytes, Response> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return rejection.into_response();
        }
        ApiError::invalid_body("The request's body could not be read").into_response()
    })
}

fn value(bytes: &[u8]) -> Result<Value, Response> {
    parse(bytes).map_err(|reason| {
        ApiError::invalid_body(format!("Invalid request payload JSON format: {reason}")).into_response()
    })
}

/// JSON that can be stored within something larger and read again. Of a name that comes twice the last value counts.
fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    Ok(json::parse(bytes)?.value)
}
