//! Where users come back to after they sign in at the provider: one address for each domain that applications use.

use lintel_management::ClientError;

use crate::{
    Console,
    view::{CallbackUrl, CallbackUrls, Problem},
};

const PATH: &str = "/login/callback";

impl Console {
    /// The redirect URIs to register at a provider: the tenant's own, then one for each custom domain that is ready.
    pub async fn callback_urls(&self) -> Result<CallbackUrls, Problem> {
        let own = self.callback_url();
        let domain = own[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        let mut urls = vec![CallbackUrl { url: own.to_string(), domain, custom: false }];
        let (domains, mut note) = match self.client.custom_domains().await {
            Ok(domains) => (domains, None),
            Err(ClientError::Refused { code: Some(code), .. }) if code == "insufficient_scope" => {
                (Vec::new(), Some("Custom domains are not shown: the credentials lack read:custom_domains.".to_owned()))
            }
            Err(error) => return Err(error.into()),
        };
        if let Some((domain, why)) = domains.iter().find_map(|domain| Some((&domain.domain, domain.unreadable()?))) {
            note = Some(format!("The custom domain {domain} is not shown: it cannot be read, {why}."));
        }
        for domain in domains.into_iter().filter(|domain| domain.status == "ready") {
            let mut url = own.clone();
            // A local tenant answers to a custom domain at its own port.
            if url.set_host(Some(&domain.domain)).is_ok() {
                url.set_path(PATH);
                urls.push(CallbackUrl { url: url.to_string(), domain: domain.domain, custom: true });
            }
        }
        Ok(CallbackUrls { urls, note })
    }
}
