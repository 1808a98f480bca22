use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::Router;
use lintel_local_server::BindError;
use lintel_oidc::{
    Secret,
    sign_in::{AuthorizationResponse, World},
    signing::{KeyError, SigningAlgorithm, SigningKey},
    trace::Trace,
};
use serde_json::json;
use tokio::sync::{broadcast, oneshot};
use url::Url;

use crate::{
    Bound, Folder, KeySource, PortError, SealingKeyError, Server, Serving, TenantSignIn, TenantState,
    api::{
        clients::{WORKS_BY, application, new_client_id},
        scopes,
    },
    awaited::AwaitedAnswers,
    owner,
    sealing::Sealer,
    server,
    state::{Address, ApiRate, Codes, Inner, Mappings, OwnApplications, Rate},
    store::{ApplicationRecord, OpenStoreError, Store, StoreError},
    tls::{self, AuthorityError, CertificateAuthority, TlsError},
};

const DATABASE: &str = "tenant.sqlite3";
/// The certificate authority's certificate, for whoever is to trust it.
const CA_FILE: &str = "certificate-authority.pem";
const SIGNING_KEY: &str = "signing_key";
const MANAGEMENT_CLIENT: &str = "management_client";
const SAMPLE_APPLICATION: &str = "sample_application";
/// Sign-ins that a slow listener may lag behind by.
const SIGN_INS_KEPT: usize = 256;

/// A local tenant, open in its folder.
#[derive(Debug)]
pub struct Tenant {
    state: TenantState,
    management: ApplicationRecord,
    sample: ApplicationRecord,
    bound: Mutex<Option<Bound>>,
    /// With the sign-ins under way, which every address shares.
    router: Router,
    folder: Folder,
}

#[derive(Debug)]
pub struct TenantConfig {
    pub folder: Folder,
    /// The port to answer on, kept in the folder; by default the one that it had last.
    pub port: Option<u16>,
    pub key: KeySource,
    pub world: World,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Key(#[from] SealingKeyError),
    #[error(transparent)]
    Database(#[from] OpenStoreError),
    #[error(transparent)]
    Port(#[from] PortError),
    #[error("The local tenant's signing key could not be made or read.")]
    SigningKey(#[from] KeyError),
    #[error("The local tenant's database could not be used.")]
    Store(#[from] StoreError),
    #[error("The local tenant's address is not a URL.")]
    Address(#[from] url::ParseError),
    #[error("Opening the local tenant did not run to its end.")]
    Interrupted(#[from] tokio::task::JoinError),
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("The local tenant answers already.")]
    Already,
    #[error("The local tenant could not listen on its port.")]
    Listen(#[from] std::io::Error),
}

/// The tenant over https, answering.
#[derive(Debug)]
pub struct ServingHttps {
    /// `https://localhost:PORT`.
    pub url: String,
    /// Of the Management API's tokens at this address.
    pub audience: String,
    /// The certificate of the authority, in PEM.
    pub ca_pem_path: PathBuf,
    pub serving: Serving,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeHttpsError {
    #[error("The local tenant could not listen for https.")]
    Bind(#[from] BindError),
    #[error("The local tenant could not listen for https.")]
    Listen(#[from] std::io::Error),
    #[error("The local tenant's certificate authority could not be made or read.")]
    Authority(#[from] AuthorityError),
    #[error("The local tenant's certificates could not be made.")]
    Tls(#[from] TlsError),
    #[error("The certificate of the local tenant's authority could not be written to {path}: {source}.")]
    Export { path: PathBuf, source: std::io::Error },
    #[error("The local tenant's https address is not a URL.")]
    Address(#[from] url::ParseError),
}

impl Tenant {
    /// Opens the tenant of the folder, made when it is not there, and takes its port. A wrong key changes nothing.
    pub async fn open(config: TenantConfig) -> Result<Tenant, OpenError> {
        let TenantConfig { folder, port, key, world } = config;
        let store = store_of(&folder, key).await?;
        let held = folder.clone();
        let bound = tokio::task::spawn_blocking(move || held.bind(Server::Tenant, port)).await??;
        let address = Address::new("http", "localhost", bound.port)?;
        let signing_key = signing_key(&store).await?;
        let mut management = own_application(&store, MANAGEMENT_CLIENT, management_application).await?;
        learn_scopes(&store, &mut management).await?;
        let sample_callback = format!("http://localhost:{}/sample/callback", bound.port);
        let sample =
            own_application(&store, SAMPLE_APPLICATION, |client_id| sample_application(client_id, &sample_callback))
                .await?;
        let state = TenantState::new(Inner {
            store,
            address,
            tenant_id: folder.id().to_owned(),
            signing_key,
            world,
            awaited: AwaitedAnswers::default(),
            sign_ins: broadcast::channel(SIGN_INS_KEPT).0,
            codes: Codes::new(),
            api_rate: ApiRate::default(),
            before_2026_07: AtomicBool::new(false),
            scim_rate: Rate::default(),
            scim_mappings: Mappings::default(),
            own_applications: OwnApplications {
                management: management.client_id.clone(),
                sample: sample.client_id.clone(),
            },
        });
        let router = server::router(state.clone());
        Ok(Tenant { state, management, sample, bound: Mutex::new(Some(bound)), router, folder })
    }

    /// What seals and opens with the key of the folder, of a tenant that cannot be opened for its port.
    pub async fn sealer_of(folder: &Folder, key: KeySource) -> Result<Sealer, OpenError> {
        Ok(store_of(folder, key).await?.sealer())
    }

    /// Answers on 127.0.0.1 and `[::1]` until the returned value is dropped or shut down.
    pub async fn serve(&self) -> Result<Serving, ServeError> {
        let bound = self.bound.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(ServeError::Already)?;
        Ok(lintel_local_server::serve(
            bound,
            server::at(self.router.clone(), self.state.clone(), self.state.address.clone()),
        )?)
    }

    /// Answers over https as well, at `port` or, with 0, at any free one, until what it returns is dropped or shut down.
    pub async fn serve_https(&self, port: u16) -> Result<ServingHttps, ServeHttpsError> {
        let bound = Bound::at(port)?;
        let address = Address::new("https", "localhost", bound.port)?;
        let clock = self.state.world.clock.clone();
        let authority = CertificateAuthority::of(&self.state.store, &self.state.tenant_id, clock.now()).await?;
        let ca_pem_path = self.folder.path().join(CA_FILE);
        owner::write(&ca_pem_path, authority.certificate().as_bytes())
            .map_err(|source| ServeHttpsError::Export { path: ca_pem_path.clone(), source })?;
        let tls = tls::server_config(authority, clock)?;
        let router = server::at(self.router.clone(), self.state.clone(), address.clone());
        let serving = lintel_local_server::serve_tls(bound, router, tls)?;
        Ok(ServingHttps { url: address.url().to_owned(), audience: address.audience(), ca_pem_path, serving })
    }

    /// Answers 429 to requests to the Management API beyond so many in a second; to none that come on one computer without.
    pub fn limit_api(&self, requests_a_second: Option<u32>) {
        self.state.api_rate.set(requests_a_second);
    }

    /// Takes `enabled_clients` in a connection's PATCH, as Auth0 did until July 2026: it is then every application that is enabled.
    pub fn answer_as_before_2026_07(&self) {
        self.state.before_2026_07.store(true, Ordering::Relaxed);
    }

    /// Answers 429 to a connection's SCIM requests beyond so many in a second; to none without.
    pub fn limit_scim(&self, requests_a_second: Option<u32>) {
        self.state.scim_rate.set(requests_a_second);
    }

    /// `http://localhost:PORT`.
    pub fn url(&self) -> &str {
        self.state.address.url()
    }

    /// `iss` of the tenant's tokens: the URL with a slash.
    pub fn issuer(&self) -> String {
        self.state.address.issuer()
    }

    /// The audience of Management API tokens.
    pub fn audience(&self) -> String {
        self.state.address.audience()
    }

    /// The redirect URI to register at a provider.
    pub fn callback_url(&self) -> &Url {
        self.state.address.callback_url()
    }

    /// Credentials with every scope of the Management API, the same each time for the same folder.
    pub fn management_client(&self) -> (String, Secret) {
        let secret = self.management.client_secret.clone();
        (self.management.client_id.clone(), secret.unwrap_or_else(|| Secret::new("")))
    }

    /// The application that tests sign in to.
    pub fn sample_application(&self) -> &ApplicationRecord {
        &self.sample
    }

    /// The authorization response that will carry `state`, for a trial that uses the tenant's callback.
    pub fn expect_callback(&self, state: &str) -> oneshot::Receiver<AuthorizationResponse> {
        self.state.awaited.expect(state)
    }

    /// Authorization responses that belong to no sign-in, as they come.
    pub fn stray_answers(&self) -> broadcast::Receiver<AuthorizationResponse> {
        self.state.awaited.strays()
    }

    /// Sign-ins through the tenant as they happen.
    pub fn sign_ins(&self) -> broadcast::Receiver<TenantSignIn> {
        self.state.sign_ins.subscribe()
    }

    /// The kept sign-ins of a connection, newest first, and so many of them.
    pub async fn traces(&self, connection_id: &str, limit: u32) -> Result<Vec<Trace>, StoreError> {
        self.state.store.traces(connection_id, limit).await
    }

    /// One of them.
    pub async fn trace(&self, trace_id: &str) -> Result<Option<(String, String, Trace)>, StoreError> {
        self.state.store.trace(trace_id).await
    }

    /// Removes the kept sign-ins and the entries of the log that fit: how many of each.
    pub async fn forget(
        &self,
        fits: impl Fn(&serde_json::Value) -> bool + Send + 'static,
    ) -> Result<(u32, u32), StoreError> {
        self.state.store.forget(fits).await
    }

    /// What Lintel needs the application for, if it is one of its own.
    pub fn purpose(&self, client_id: &str) -> Option<&'static str> {
        self.state.own_applications.purpose(client_id)
    }

    /// Seals and opens with the key of the folder.
    pub fn sealer(&self) -> Sealer {
        self.state.store.sealer()
    }

    /// The key that signs the connection's client assertions (`private_key_jwt`), where it has keys.
    pub async fn client_key(&self, connection_id: &str) -> Result<Option<Arc<SigningKey>>, StoreError> {
        self.state.store.client_key(connection_id).await
    }

    /// For tests, as [`store`](crate::store) is.
    #[doc(hidden)]
    pub fn store(&self) -> &Store {
        &self.state.store
    }
}

async fn store_of(folder: &Folder, key: KeySource) -> Result<Store, OpenError> {
    let database = folder.path().join(DATABASE);
    let sealer = Sealer::of_folder(folder, &database, key).await?;
    Ok(tokio::task::spawn_blocking(move || Store::open(&database, sealer)).await??)
}

async fn signing_key(store: &Store) -> Result<SigningKey, OpenError> {
    if let Some(pem) = store.secret_setting(SIGNING_KEY).await? {
        return Ok(SigningKey::from_pkcs8_pem(&pem, SigningAlgorithm::RS256)?);
    }
    let key = tokio::task::spawn_blocking(|| SigningKey::generate(SigningAlgorithm::RS256)).await??;
    store.keep_secret_setting(SIGNING_KEY, key.to_pkcs8_pem()?).await?;
    Ok(key)
}

/// The application whose client ID stands under `setting`, made when there is none that can be read: again under the ID that it
/// had, for which connections are enabled.
async fn own_application(
    store: &Store,
    setting: &'static str,
    make: impl FnOnce(String) -> ApplicationRecord,
) -> Result<ApplicationRecord, OpenError> {
    let known = store.secret_setting(setting).await?;
    if let Some(client_id) = &known {
        match store.client(client_id.expose()).await {
            Ok(Some(stored)) => return as_it_works(store, stored, make).await,
            Ok(None) => tracing::warn!(setting, "the tenant's own application is gone, and is made again"),
            Err(StoreError::Unreadable(unreadable)) => tracing::warn!("it is made again: {unreadable}"),
            Err(error) => return Err(error.into()),
        }
    }
    let client_id = known.as_ref().map_or_else(new_client_id, |client_id| client_id.expose().to_owned());
    let application = make(client_id);
    store.replace_client(&application).await?;
    if known.is_none() {
        store.keep_secret_setting(setting, Secret::new(&application.client_id)).await?;
    }
    Ok(application)
}

/// An earlier version let everything of Lintel's own applications be changed: what they work by is set back.
async fn as_it_works(
    store: &Store,
    stored: ApplicationRecord,
    make: impl FnOnce(String) -> ApplicationRecord,
) -> Result<ApplicationRecord, OpenError> {
    let made = make(stored.client_id.clone());
    let mut client = stored.client.clone();
    for member in WORKS_BY.into_iter().filter(|member| stored.client.get(*member) != made.client.get(*member)) {
        match made.client.get(member) {
            Some(value) => drop(client.insert(member.to_owned(), value.clone())),
            None => drop(client.shift_remove(member)),
        }
    }
    let secret = stored.client_secret.clone().or(made.client_secret);
    let application = ApplicationRecord::new(client, stored.client_id.clone(), secret, stored.granted_scopes.clone());
    if application != stored {
        tracing::warn!(
            client_id = application.client_id,
            "the tenant's own application is set back to what it works by"
        );
        store.replace_client(&application).await?;
    }
    Ok(application)
}

/// Grants the scopes that this version knows and the one that made the folder did not.
async fn learn_scopes(store: &Store, management: &mut ApplicationRecord) -> Result<(), OpenError> {
    let granted = management.granted_scopes.get_or_insert_default();
    let known = granted.len();
    for scope in scopes::ALL {
        if !granted.iter().any(|granted| granted == scope) {
            granted.push(scope.to_owned());
        }
    }
    if granted.len() > known {
        store.grant_scopes(&management.client_id, granted).await?;
    }
    Ok(())
}

fn management_application(client_id: String) -> ApplicationRecord {
    let asked = [
        ("name", json!("Lintel")),
        ("description", json!("Manages this tenant")),
        ("app_type", json!("non_interactive")),
        ("grant_types", json!(["client_credentials"])),
    ];
    application(
        client_id,
        asked.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
        Some(scopes::ALL.iter().map(|scope| (*scope).to_owned()).collect()),
    )
}

fn sample_application(client_id: String, callback: &str) -> ApplicationRecord {
    let asked = [
        ("name", json!("Sample application")),
        ("app_type", json!("regular_web")),
        ("callbacks", json!([callback])),
        ("grant_types", json!(["authorization_code"])),
        ("organization_usage", json!("allow")),
    ];
    application(client_id, asked.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(), None)
}
