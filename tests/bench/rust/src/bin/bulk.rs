//! A change of many connections of a local tenant, as the window makes it: `bulk COUNT`. Its work is `change`, of all of them.

use std::{env, error::Error, path::Path};

use lintel_bench::{answer, timed};
use lintel_console::{StartConfig, Tenants, trial::PATIENCE, view::BulkAction};
use lintel_management::{Client, Credentials};
use lintel_oidc::{Clock, http::Fetcher, sign_in::World};
use lintel_tenant::{Folder, KeySource, Tenant, TenantConfig};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

const KEY: KeySource = KeySource::Given([7; 32]);

fn main() -> Result<(), Box<dyn Error>> {
    let count: usize = env::args().nth(1).ok_or("COUNT was expected")?.parse()?;
    let runtime = Runtime::new()?;
    let folder = TempDir::new()?;
    let ids = runtime.block_on(filled(folder.path(), count))?;
    let config = StartConfig { folder: Some(folder.path().to_owned()), key: KEY, patience: PATIENCE };
    let tenants = runtime.block_on(Tenants::start(config))?;
    let console = tenants.console().map_err(|problem| problem.message)?;
    let mut shown = false;
    let change = || {
        shown = !shown;
        let action = BulkAction::Button { shown };
        let outcome = runtime.block_on(console.change_connections("bench", &ids, &action, &|_| {}));
        let outcome = outcome.unwrap_or_else(|problem| panic!("nothing was changed: {}", problem.message));
        assert_eq!(outcome.changed.len(), count);
    };
    answer({
        let mut change = change;
        move |_, calls| timed(calls, &mut change)
    })?;
    runtime.block_on(tenants.stop());
    Ok(())
}

/// Connections of the tenant in this folder, by their IDs.
async fn filled(folder: &Path, count: usize) -> Result<Vec<String>, Box<dyn Error>> {
    let world = World::new(Fetcher::new()?, Clock::system());
    let config = TenantConfig { folder: Folder::open(folder)?, port: Some(0), key: KEY, world };
    let tenant = Tenant::open(config).await?;
    let serving = tenant.serve().await?;
    let (id, secret) = tenant.management_client();
    let credentials = Credentials::new(id, secret.expose(), tenant.audience());
    let client = Client::new(Url::parse(tenant.url())?, credentials)?;
    let mut ids = Vec::new();
    for number in 0..count {
        let options = json!({
            "type": "back_channel", "client_id": "bench", "client_secret": "secret", "scope": "openid", "issuer": "https://id.example",
            "authorization_endpoint": "https://id.example/authorize", "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
        });
        let body = json!({ "name": format!("bench-{number}"), "strategy": "oidc", "options": options });
        ids.push(client.create_connection(&body).await?.id);
    }
    serving.shutdown().await;
    Ok(ids)
}
