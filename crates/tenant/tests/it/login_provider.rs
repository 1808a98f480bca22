//! The practice provider as the sign-in tests use it: started on another site than the tenant, and signed in to as Ada.

use std::sync::LazyLock;

use lintel_oidc::{
    Secret,
    signing::{SigningAlgorithm, SigningKey},
};
use lintel_practice::{Host, Port, Practice, PracticeConfig};

use crate::login_browser::{Browser, Page};

/// Made once: a key takes a moment.
static KEY: LazyLock<Secret> = LazyLock::new(|| {
    let key = SigningKey::generate(SigningAlgorithm::RS256).expect("a key");
    key.to_pkcs8_pem().expect("a key in PEM")
});

pub(crate) struct Provider(Practice);

impl Provider {
    pub(crate) async fn start() -> Provider {
        let config = PracticeConfig {
            port: Port::Exactly(0),
            host: Host::Ipv4,
            signing_key: Some(KEY.clone()),
            ..PracticeConfig::default()
        };
        Provider(Practice::start(config).await.expect("a provider"))
    }

    pub(crate) fn issuer(&self) -> String {
        self.0.issuer().to_owned()
    }

    pub(crate) fn client_id(&self) -> String {
        self.0.client().client_id
    }

    pub(crate) fn client_secret(&self) -> String {
        self.0.client().client_secret.expose().to_owned()
    }

    pub(crate) fn subject(&self) -> &'static str {
        "ada-lovelace"
    }

    pub(crate) fn break_issuer(&self) {
        self.0.set("wrong-issuer".parse().expect("a dial"), true);
    }

    pub(crate) async fn sign_in(&self, browser: &mut Browser, page: Page) -> Page {
        browser.press(&page, "Ada Lovelace", &[]).await
    }
}
