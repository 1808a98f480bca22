//! What the tenant itself adds to the options of a write.

use lintel_management::{
    Options,
    options::{FALSE_IN_METADATA, FROM_METADATA},
};
use lintel_oidc::http::Fetcher;
use serde_json::{Map, Value, json};

use super::discover;
use crate::api::error::ApiError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Write {
    Create,
    Update,
}

/// The options as they are stored: the caller's, verbatim, with what the tenant adds. Nothing of the options that were
/// stored before is kept.
pub(super) async fn completed(
    mut options: Map<String, Value>,
    write: Write,
    fetcher: &Fetcher,
) -> Result<Options, ApiError> {
    default(&mut options, "type", || "front_channel".into());
    let supplied = options.get("oidc_metadata").is_some_and(|metadata| !metadata.is_null());
    if let Some(url) = options.get("discovery_url").and_then(Value::as_str).filter(|_| !supplied) {
        let metadata = discover::metadata(url, fetcher).await?;
        options.insert("oidc_metadata".to_owned(), metadata.into());
    }
    if let Some(Value::Object(metadata)) = options.get_mut("oidc_metadata") {
        for member in FALSE_IN_METADATA {
            default(metadata, member, || false.into());
        }
        let metadata = metadata.clone();
        for member in FROM_METADATA {
            if let (None | Some(Value::Null), Some(value)) = (options.get(member), metadata.get(member)) {
                options.insert(member.to_owned(), value.clone());
            }
        }
    }
    if options.get("issuer").and_then(Value::as_str).is_none() {
        return Err(ApiError::invalid_body(
            "\"options.issuer\" is missing: neither discovery_url, nor oidc_metadata, nor issuer is given",
        ));
    }
    options.insert("schema_version".to_owned(), "oidc-V4".into());
    default(&mut options, "attribute_map", || json!({ "mapping_mode": "bind_all" }));
    default(&mut options, "connection_settings", || match write {
        Write::Create => json!({ "pkce": "auto" }),
        Write::Update => json!({ "pkce": "disabled" }),
    });
    Ok(Options(options))
}

fn default(object: &mut Map<String, Value>, member: &str, value: impl FnOnce() -> Value) {
    if object.get(member).is_none_or(Value::is_null) {
        object.insert(member.to_owned(), value());
    }
}
