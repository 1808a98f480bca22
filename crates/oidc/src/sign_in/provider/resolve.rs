use super::{
    lookup::{base_url, compare_issuer, discover},
    resolver::Resolver,
};
use crate::{
    Channel, Finding,
    http::Fetcher,
    metadata::{ProviderMetadata, ProviderSource},
    sign_in::checks::provider::ENDPOINTS_FROM_DISCOVERY,
    words::listed,
};

/// Resolves every member that `channel` uses, reading the discovery document only where one is missing.
///
/// The findings are notes and warnings about how that went; the error names the first member that cannot be had, or the
/// first that is not a URL.
pub async fn resolve(
    source: &ProviderSource,
    channel: Channel,
    fetcher: &Fetcher,
) -> Result<(ProviderMetadata, Vec<Finding>), Box<Finding>> {
    let mut findings: Vec<Finding> = base_url(source).into_iter().collect();
    let absent: Vec<&str> = required(channel).iter().copied().filter(|member| source.says(member).is_none()).collect();
    let discovered = if absent.is_empty() {
        None
    } else {
        let (document, home) = discover(source, &absent, fetcher).await?;
        findings.extend(compare_issuer(source, &document));
        findings.push(
            ENDPOINTS_FROM_DISCOVERY
                .finding(absent[0], format!("The connection does not say {}.", listed(&absent)))
                .expected(format!("{} on the connection or in its stored metadata", listed(&absent)))
                .got("read from the provider's discovery document for this sign-in")
                .remedy(
                    "Save the connection with its discovery URL, so that the tenant stores the provider's metadata.",
                ),
        );
        Some((document, home))
    };
    let resolver = Resolver { source, discovered: discovered.as_ref() };
    Ok((resolver.provider(channel)?, findings))
}

fn required(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::FrontChannel => &["issuer", "authorization_endpoint", "jwks_uri"],
        Channel::BackChannel => &["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"],
    }
}
