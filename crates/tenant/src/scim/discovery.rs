use axum::http::Method;
use lintel_scim::{Error, discovery, list};
use serde_json::Value;

use super::{answer::Answer, call::Call, journal::Story, service::Service};

/// What the server says of itself, to any token of the connection.
pub(super) fn answer(service: &Service, segments: &[&str], call: &Call, story: &mut Story) -> Result<Answer, Error> {
    let Service { base, mapping, .. } = service;
    let (action, found): (_, Option<Value>) = match segments {
        ["ServiceProviderConfig"] => ("get_service_provider_config", Some(discovery::service_provider_config(base))),
        ["ResourceTypes"] => ("list_resource_types", Some(all(discovery::resource_types(base)))),
        ["ResourceTypes", id] => ("get_resource_type", discovery::resource_type(base, id)),
        ["Schemas"] => ("list_schemas", Some(all(discovery::schemas(base, mapping)))),
        ["Schemas", urn] => ("get_schema", discovery::schema(base, mapping, urn)),
        _ => return Err(nothing_at(call)),
    };
    story.action = action;
    if call.method != Method::GET {
        return Ok(Answer::not_allowed(call.method.as_str(), "GET"));
    }
    // RFC 7644, section 4: a filter would hide what the server can do.
    if call.pairs().any(|(name, _)| name.eq_ignore_ascii_case("filter")) {
        return Err(Error::of(403, "What the server says of itself is not filtered."));
    }
    found.map(Answer::ok).ok_or_else(|| nothing_at(call))
}

pub(super) fn nothing_at(call: &Call) -> Error {
    let known = "Users, Groups, ServiceProviderConfig, ResourceTypes and Schemas";
    Error::of(404, format!("There is nothing at {}. Below the connection there are {known}.", call.path))
}

fn all(resources: Vec<Value>) -> Value {
    list::response(resources.len(), 1, resources)
}
