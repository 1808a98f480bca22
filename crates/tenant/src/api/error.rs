use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    chain,
    connection_key::ConnectionKeyError,
    store::{OrganizationError, RealmTaken, StoreError},
};

/// An error in the API's own shape.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    message: String,
    code: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn invalid_body(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::BAD_REQUEST, message, Some("invalid_body"))
    }

    /// What the object that is meant does not do.
    pub(crate) fn not_supported(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::BAD_REQUEST, message, Some("operation_not_supported"))
    }

    pub(crate) fn invalid_query(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::BAD_REQUEST, message, Some("invalid_query_string"))
    }

    pub(crate) fn invalid_uri(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::BAD_REQUEST, message, Some("invalid_uri"))
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::UNAUTHORIZED, message, None)
    }

    /// `how_many` of the scopes are needed: any or all.
    pub(crate) fn insufficient_scope(how_many: &str, scopes: &[&str]) -> Self {
        let message = format!("Insufficient scope, expected {how_many} of: {}", scopes.join(","));
        ApiError::new(StatusCode::FORBIDDEN, message, Some("insufficient_scope"))
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::FORBIDDEN, message, None)
    }

    pub(crate) fn not_found(message: &str, code: Option<&'static str>) -> Self {
        ApiError::new(StatusCode::NOT_FOUND, message, code)
    }

    pub(crate) fn no_connection() -> Self {
        ApiError::not_found("The connection does not exist", Some("inexistent_connection"))
    }

    pub(crate) fn no_client() -> Self {
        ApiError::not_found("The client does not exist", Some("inexistent_client"))
    }

    pub(crate) fn no_user() -> Self {
        ApiError::not_found("The user does not exist.", Some("inexistent_user"))
    }

    pub(crate) fn no_group() -> Self {
        ApiError::not_found("The group does not exist.", None)
    }

    pub(crate) fn no_organization() -> Self {
        ApiError::not_found("No organization found by that id or name", Some("inexistent_organization"))
    }

    pub(crate) fn organization_taken(name: &str) -> Self {
        let message = format!("An organization named {name} exists already");
        ApiError::new(StatusCode::CONFLICT, message, Some("organization_conflict"))
    }

    /// What a body names as a connection and is none.
    pub(crate) fn no_connection_for_organization(connection_id: &str) -> Self {
        ApiError::invalid_body(format!("The connection {connection_id} does not exist"))
    }

    pub(crate) fn enabled_for_organization() -> Self {
        ApiError::conflict("The organization connection already exists")
    }

    pub(crate) fn not_enabled_for_organization() -> Self {
        ApiError::not_found("The connection is not enabled for the organization", None)
    }

    pub(crate) fn no_custom_domain() -> Self {
        ApiError::not_found("The custom domain does not exist", None)
    }

    pub(crate) fn custom_domain_taken(domain: &str) -> Self {
        ApiError::new(StatusCode::CONFLICT, format!("The custom domain {domain} exists already"), None)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::CONFLICT, message, Some("connection_conflict"))
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        ApiError::new(StatusCode::BAD_REQUEST, message, None)
    }

    pub(crate) fn too_many(message: &str) -> Self {
        ApiError::new(StatusCode::CONFLICT, message, None)
    }

    /// Beyond the rate of the API.
    pub(crate) fn too_many_requests() -> Self {
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "Global limit has been reached", Some("too_many_requests"))
    }

    pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = %chain(error), "a request to the Management API failed");
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string(), None)
    }

    fn new(status: StatusCode, message: impl Into<String>, code: Option<&'static str>) -> Self {
        ApiError { status, message: message.into(), code }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        ApiError::internal(&error)
    }
}

impl From<ConnectionKeyError> for ApiError {
    fn from(error: ConnectionKeyError) -> Self {
        ApiError::internal(&error)
    }
}

impl From<OrganizationError> for ApiError {
    fn from(error: OrganizationError) -> Self {
        match error {
            OrganizationError::NameTaken { name } => ApiError::organization_taken(&name),
            OrganizationError::NoConnection { connection_id } => {
                ApiError::no_connection_for_organization(&connection_id)
            }
            OrganizationError::Store(error) => error.into(),
        }
    }
}

impl From<RealmTaken> for ApiError {
    fn from(taken: RealmTaken) -> Self {
        ApiError::conflict(taken.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({
            "statusCode": self.status.as_u16(),
            "error": self.status.canonical_reason(),
            "message": self.message,
        });
        if let Some(code) = self.code {
            body["errorCode"] = code.into();
        }
        if self.status != StatusCode::UNAUTHORIZED {
            return (self.status, Json(body)).into_response();
        }
        body["attributes"] = json!({ "error": self.message });
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        response
    }
}
