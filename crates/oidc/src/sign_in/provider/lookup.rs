use std::sync::Arc;

use chrono::{DateTime, Utc};
use url::Url;

use crate::{
    Finding,
    discovery::{DiscoveryDocument, DocumentError, below_base},
    json::{JsonError, NoJson},
    metadata::ProviderSource,
    sign_in::{
        checks::provider::{DISCOVERY_ISSUER_DIFFERS, DISCOVERY_URL_IS_BASE, ENDPOINT_MISSING},
        world::World,
    },
    words::listed,
};

/// A discovery document, as a sign-in goes by it.
pub(super) struct Discovered {
    pub(super) document: Arc<(DiscoveryDocument, Url)>,
    /// When it was read, where that was for an earlier sign-in.
    pub(super) remembered: Option<DateTime<Utc>>,
}

/// The discovery document with the URL that served it, from the connection's discovery URL or from below its issuer (OpenID
/// Connect Discovery 1.0, section 4).
pub(super) async fn discover(
    source: &ProviderSource,
    absent: &[&str],
    world: &World,
) -> Result<Discovered, Box<Finding>> {
    let missing_until = |cause: String, remedy: &str| {
        Box::new(
            ENDPOINT_MISSING
                .finding(
                    absent[0],
                    format!("The connection does not say {}, and {}.", listed(absent), cause.trim_end_matches('.')),
                )
                .expected(listed(absent))
                .got("nothing")
                .remedy(remedy),
        )
    };
    let missing = |cause: String| {
        missing_until(cause, "Give the connection a discovery URL that answers, or enter the endpoints by hand.")
    };
    let address = address(source)
        .ok_or_else(|| missing("it has neither a discovery URL nor an issuer to look it up at".to_owned()))?;
    let url = Url::parse(&address).map_err(|_| missing(format!("its discovery URL “{address}” is not a URL")))?;
    if world.remembers
        && let Some((document, at)) = world.documents.of(&url, world.clock.now())
    {
        return Ok(Discovered { document, remembered: Some(at) });
    }
    let fetched =
        world.fetcher.fetch(&url).await.map_err(|error| missing(format!("{address} gave no document: {error}")))?;
    if fetched.status >= 500 || fetched.status == 429 {
        let remedy = "Try again later: the provider answers at this address and cannot serve it now.";
        return Err(missing_until(format!("{address} answered {}", fetched.status), remedy));
    }
    if fetched.status != 200 {
        return Err(missing(format!("{address} answered {}", fetched.status)));
    }
    let document = DiscoveryDocument::parse(&fetched.body).map_err(|error| match error {
        // What is refused for its shape has its own name.
        DocumentError::NoJson(NoJson::Refused {
            error: JsonError::TooDeep { .. } | JsonError::Repeated(_), ..
        }) => Box::new(error.finding()),
        _ => missing(format!("{address} is no discovery document: {error}")),
    })?;
    let document = Arc::new((document, fetched.final_url.clone()));
    world.documents.keep(Arc::clone(&document), &fetched, world.clock.now());
    Ok(Discovered { document, remembered: None })
}

/// Where the document is looked for.
pub(super) fn address(source: &ProviderSource) -> Option<String> {
    match (&source.discovery_url, source.says("issuer")) {
        (Some(url), Some(issuer)) if names(url, &issuer) => {
            Some(below_base(url).map_or_else(|| url.clone(), Url::into))
        }
        (Some(url), _) => Some(url.clone()),
        (None, Some(issuer)) => Some(format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))),
        (None, None) => None,
    }
}

/// A connection whose discovery URL is its issuer.
pub(super) fn base_url(source: &ProviderSource) -> Option<Finding> {
    let url = source.discovery_url.as_deref()?;
    let issuer = source.says("issuer")?;
    let full = below_base(url).filter(|_| names(url, &issuer))?;
    Some(
        DISCOVERY_URL_IS_BASE
            .finding(
                "discovery_url",
                format!("The connection's discovery URL is a base URL; the document is at {full}."),
            )
            .expected(full.as_str())
            .got(url)
            .literal(true)
            .remedy(format!(
                "This tenant completes a base URL; Auth0's API wants the full one. Save the connection with {full}, which both take."
            )),
    )
}

/// But for a slash at its end.
fn names(url: &str, issuer: &str) -> bool {
    url.trim_end_matches('/') == issuer.trim_end_matches('/')
}

/// A provider that calls itself otherwise than the connection does.
pub(super) fn compare_issuer(source: &ProviderSource, document: &DiscoveryDocument) -> Option<Finding> {
    let configured = source.says("issuer")?;
    let announced = document.members().get("issuer")?.as_str()?;
    (announced != configured).then(|| {
        DISCOVERY_ISSUER_DIFFERS
            .finding(
                "issuer",
                format!("The connection's issuer is {configured}; the provider calls itself {announced}."),
            )
            .expected(configured)
            .got(announced)
            .literal(true)
            .remedy(format!("Set the connection's issuer to {announced}, unless you know why they differ."))
    })
}
