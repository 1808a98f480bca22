//! Applications and users.

use serde_json::Value;

use super::{Method, Request};

impl Request {
    pub fn create_application(body: Value) -> Self {
        Request::new(Method::Post, &["clients"]).body(body)
    }

    /// Members that the body lacks stay as they are.
    pub fn update_application(client_id: &str, body: Value) -> Self {
        Request::new(Method::Patch, &["clients", client_id]).body(body)
    }

    pub fn delete_application(client_id: &str) -> Self {
        Request::new(Method::Delete, &["clients", client_id])
    }

    pub fn delete_user(user_id: &str) -> Self {
        Request::new(Method::Delete, &["users", user_id])
    }
}
