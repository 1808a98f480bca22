use super::{plan, report::Preflight, subject::Subject};
use crate::{
    Finding,
    discovery::{Vendor, vendor_of},
    keys::KeySet,
    metadata::ProviderMetadata,
    sign_in::{World, resolve},
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
        let (provider, _) = resolve(&rp.provider, rp.channel, world).await?;
        let keys = match world.fetcher.fetch(&provider.jwks_uri).await {
            Ok(answer) if answer.is_success() => KeySet::parse(&answer.body).ok(),
            _ => None,
        };
        world.key_readings.forget(&provider.jwks_uri);
        let vendor = vendor_of(&provider);
        let (subject, preflight) = plan::plan(subject, &provider, vendor, keys.as_ref());
        Ok(Course { subject, provider, vendor, preflight })
    }

    /// What is going to be asked.
    pub fn plan(&self) -> &Preflight {
        &self.preflight
    }
}
