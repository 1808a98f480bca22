use super::{
    lookup::{Discovered, base_url, compare_issuer, discover},
    resolver::Resolver,
};
use crate::{
    Channel, Finding,
    metadata::{ProviderMetadata, ProviderSource},
    sign_in::{checks::provider::ENDPOINTS_FROM_DISCOVERY, world::World},
    words::{ago, listed},
};

/// Resolves every member that `channel` uses, reading the discovery document only where one is missing.
///
/// The findings are notes and warnings about how that went; the error names the first member that cannot be had, or the
/// first that is not a URL.
pub async fn resolve(
    source: &ProviderSource,
    channel: Channel,
    world: &World,
) -> Result<(ProviderMetadata, Vec<Finding>), Box<Finding>> {
    let mut findings: Vec<Finding> = base_url(source).into_iter().collect();
    let absent: Vec<&str> = required(channel).iter().copied().filter(|member| source.says(member).is_none()).collect();
    let discovered = if absent.is_empty() {
        None
    } else {
        let Discovered { document, remembered } = discover(source, &absent, world).await?;
        findings.extend(compare_issuer(source, &document.0));
        findings.push(
            ENDPOINTS_FROM_DISCOVERY
                .finding(absent[0], format!("The connection does not say {}.", listed(&absent)))
                .expected(format!("{} on the connection or in its stored metadata", listed(&absent)))
                .got(match remembered {
                    None => "read from the provider's discovery document for this sign-in".to_owned(),
                    Some(at) => {
                        let ago = ago(world.clock.now() - at);
                        format!("read from the provider's discovery document {ago}, for another sign-in")
                    }
                })
                .remedy(
                    "Save the connection with its discovery URL, so that the tenant stores the provider's metadata.",
                ),
        );
        Some(document)
    };
    let resolver = Resolver { source, discovered: discovered.as_deref() };
    Ok((resolver.provider(channel)?, findings))
}

fn required(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::FrontChannel => &["issuer", "authorization_endpoint", "jwks_uri"],
        Channel::BackChannel => &["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"],
    }
}
