use lintel_oidc::{
    discovery::{DiscoveryDocument, below_base},
    http::{FetchError, Fetcher},
};
use serde_json::{Map, Value};
use url::Url;

use crate::api::error::ApiError;

/// Without these the tenant does not take a document for provider metadata.
const REQUIRED: [&str; 3] = ["issuer", "authorization_endpoint", "jwks_uri"];

/// The document at a discovery URL, whole. Auth0's API wants the full URL; here that of the issuer is completed, as its guide
/// says of the form. What is refused is the URL as it was given.
pub(super) async fn metadata(url: &str, fetcher: &Fetcher) -> Result<Map<String, Value>, ApiError> {
    let given = Url::parse(url).map_err(|error| missing("issuer", &format!("{url} is not a URL: {error}.")))?;
    match (at(given, fetcher).await, below_base(url)) {
        (Err(refused), Some(full)) => at(full, fetcher).await.map_err(|_| refused),
        (found, _) => found,
    }
}

async fn at(parsed: Url, fetcher: &Fetcher) -> Result<Map<String, Value>, ApiError> {
    let answer = fetcher.fetch(&parsed).await.map_err(|error| match error {
        FetchError::TooLarge { .. } => {
            ApiError::invalid_body("Discovery document exceeds the maximum allowed size of 128 KB")
        }
        error => missing("issuer", &error.to_string()),
    })?;
    if !answer.is_success() {
        return Err(missing("issuer", &format!("{} answered {}.", answer.final_url, answer.status)));
    }
    let document =
        DiscoveryDocument::parse(&answer.body).map_err(|error| missing("issuer", &error.finding().message))?;
    for member in REQUIRED {
        if document.text(member).is_none() {
            return Err(missing(member, &format!("The document at {} lacks {member}.", answer.final_url)));
        }
    }
    Ok(document.into_members())
}

fn missing(member: &str, cause: &str) -> ApiError {
    ApiError::invalid_body(format!("\"options.{member}\" is missing. {cause}"))
}
