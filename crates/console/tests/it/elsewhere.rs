//! A tenant that another program serves, in the place of one at Auth0.

use lintel_console::view::{TenantAccess, TenantCredentials};
use lintel_oidc::{Clock, Secret, http::Fetcher, sign_in::World};
use lintel_tenant::{Folder, KeySource, Serving, Tenant, TenantConfig, store::ApplicationRecord};
use serde_json::{Map, Value, json};

/// A tenant elsewhere.
pub(crate) struct Elsewhere {
    pub(crate) tenant: Tenant,
    _serving: Serving,
}

impl Elsewhere {
    pub(crate) async fn serve() -> Elsewhere {
        let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
        let folder = Folder::temporary().expect("a folder");
        let config = TenantConfig { folder, port: Some(0), key: KeySource::random(), world };
        let tenant = Tenant::open(config).await.expect("a tenant");
        let serving = tenant.serve().await.expect("it answers");
        Elsewhere { tenant, _serving: serving }
    }

    /// Creates something through the Management API, as another tool would.
    pub(crate) async fn create(&self, what: &str, body: &Value) -> Value {
        create(&self.tenant, what, body).await
    }

    /// Credentials of an application that may do this much and no more.
    pub(crate) async fn access_with(&self, scopes: &[&str]) -> TenantAccess {
        let client_id = format!("narrow-{}", scopes.len());
        let client = Map::from_iter([("grant_types".to_owned(), json!(["client_credentials"]))]);
        let granted = scopes.iter().map(ToString::to_string).collect();
        let application = ApplicationRecord::new(client, client_id.clone(), Some(Secret::new("narrow")), Some(granted));
        self.tenant.store().insert_client(&application).await.expect("a database");
        by_secret(self.tenant.url(), &client_id, Secret::new("narrow"))
    }

    pub(crate) fn access(&self) -> TenantAccess {
        let (client_id, client_secret) = self.tenant.management_client();
        by_secret(self.tenant.url(), &client_id, client_secret)
    }
}

/// Creates something through the API of a tenant that answers.
pub(crate) async fn create(tenant: &Tenant, what: &str, body: &Value) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
    let (client_id, client_secret) = tenant.management_client();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client_id),
        ("client_secret", client_secret.expose()),
        ("audience", &tenant.audience()),
    ];
    let asked = http.post(format!("{}/oauth/token", tenant.url())).form(&form).send().await;
    let granted: Value = asked.expect("an answer").json().await.expect("a token");
    let request = http.post(format!("{}/api/v2/{what}", tenant.url())).json(body);
    let answer = request.bearer_auth(granted["access_token"].as_str().expect("a token")).send().await;
    let answer = answer.expect("an answer");
    let status = answer.status();
    let created: Value = answer.json().await.expect("JSON");
    assert_eq!(status, 201, "{created}");
    created
}

pub(crate) fn by_secret(domain: &str, client_id: &str, client_secret: Secret) -> TenantAccess {
    let credentials = TenantCredentials::Secret { client_id: client_id.to_owned(), client_secret };
    TenantAccess { domain: domain.to_owned(), credentials, proxy: String::new(), authorities: String::new() }
}
