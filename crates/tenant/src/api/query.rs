use axum::{extract::FromRequestParts, http::request::Parts};
use url::form_urlencoded;

use super::error::ApiError;
use crate::TenantState;

/// The query of a request, repeated parameters kept; parameters that nobody asks for are ignored.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.text(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(invalid("Expected type boolean but found type string", name)),
        }
    }

    pub(super) fn number(&self, name: &str, min: usize, max: usize) -> Result<Option<usize>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse::<i64>() {
            Err(_) => Err(invalid("Expected type integer but found type string", name)),
            Ok(number) => match usize::try_from(number) {
                Ok(number) if number > max => {
                    Err(invalid(&format!("Value {number} is greater than maximum {max}"), name))
                }
                Ok(number) if number >= min => Ok(Some(number)),
                _ => Err(invalid(&format!("Value {number} is less than minimum {min}"), name)),
            },
        }
    }
}

pub(super) fn invalid(what: &str, name: &str) -> ApiError {
    ApiError::invalid_query(format!("Query validation error: '{what}' on property {name}."))
}

impl FromRequestParts<TenantState> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &TenantState) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Query(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}
