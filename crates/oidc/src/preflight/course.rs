use url::Url;

use super::{plan, report::Preflight, subject::Subject};
use crate::{
    Finding,
    discovery::{DiscoveryDocument, Vendor, vendor},
    keys::KeySet,
    metadata::ProviderMetadata,
    sign_in::{RelyingParty, World, resolve},
};

/// A preflight that can begin: what is known of the provider, and what is going to be asked.
#[derive(Debug, Clone)]
pub struct Course {
    pub(super) subject: Subject,
    pub(super) provider: ProviderMetadata,
    pub(super) vendor: Option<Vendor>,
    pub(super) preflight: Preflight,
}

impl Course {
    /// Reads the provider's keys, and its configuration where the connection does not hold it; asks nothing else. The error is why a
    /// sign-in could not begin either.
    pub async fn prepare(subject: Subject, world: &World) -> Result<Course, Box<Finding>> {
        let rp = &subject.rp;
        let (provider, _) = resolve(&rp.provider, rp.channel, &world.fetcher).await?;
        let keys = match world.fetcher.fetch(&provider.jwks_uri).await {
            Ok(answer) if answer.is_success() => KeySet::parse(&answer.body).ok(),
            _ => None,
        };
        let vendor = whose(rp, &provider);
        let (subject, preflight) = plan::plan(subject, &provider, vendor, keys.as_ref());
        Ok(Course { subject, provider, vendor, preflight })
    }

    /// What is going to be asked.
    pub fn plan(&self) -> &Preflight {
        &self.preflight
    }
}

/// Told by everything that is known, since what may be sent hangs on it.
fn whose(rp: &RelyingParty, provider: &ProviderMetadata) -> Option<Vendor> {
    let url = rp.provider.discovery_url.as_deref().and_then(|url| Url::parse(url).ok());
    let members = serde_json::json!({
        "authorization_endpoint": provider.authorization_endpoint,
        "jwks_uri": provider.jwks_uri,
        "mfa_challenge_endpoint": rp.provider.metadata.as_ref().and_then(|stored| stored.get("mfa_challenge_endpoint")),
    });
    let members = members.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let document = serde_json::to_vec(&members.collect::<std::collections::BTreeMap<_, _>>()).ok();
    let document = document.and_then(|document| DiscoveryDocument::parse(&document).ok());
    vendor(url.as_ref(), Some(&provider.issuer), document.as_ref())
}
