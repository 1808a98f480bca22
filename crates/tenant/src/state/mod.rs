mod api_rate;
mod codes;
mod mappings;
mod rate;

use std::{
    fmt,
    ops::Deref,
    sync::{Arc, atomic::AtomicBool},
};

use lintel_oidc::{sign_in::World, signing::SigningKey, trace::Trace};
use tokio::sync::broadcast;
use url::Url;

use crate::{awaited::AwaitedAnswers, store::Store};

pub(crate) use self::api_rate::{ApiRate, Standing};
pub(crate) use self::codes::{ACCESS_TOKEN_LIFETIME, Challenge, Codes, Grant, Organization, Redeemed};
pub(crate) use self::mappings::Mappings;
pub(crate) use self::rate::Rate;

/// A sign-in through the tenant, after every change of its trace.
#[derive(Debug, Clone, PartialEq)]
pub struct TenantSignIn {
    pub connection_id: String,
    /// The application that asked for it.
    pub client_id: String,
    /// The `state` of the application's own authorization request.
    pub application_state: Option<String>,
    pub trace: Trace,
}

/// What every handler shares.
#[derive(Clone)]
pub(crate) struct TenantState(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    /// The tenant's own, on `localhost`.
    pub(crate) address: Address,
    /// Random, stays with the data folder.
    pub(crate) tenant_id: String,
    pub(crate) signing_key: SigningKey,
    pub(crate) world: World,
    pub(crate) awaited: AwaitedAnswers,
    pub(crate) sign_ins: broadcast::Sender<TenantSignIn>,
    pub(crate) codes: Codes,
    /// Of requests to the Management API.
    pub(crate) api_rate: ApiRate,
    /// Whether a connection's PATCH takes `enabled_clients`, as Auth0's did until July 2026.
    pub(crate) before_2026_07: AtomicBool,
    /// Of SCIM requests.
    pub(crate) scim_rate: Rate,
    pub(crate) scim_mappings: Mappings,
    /// The client IDs of the applications that Lintel itself needs.
    pub(crate) own_applications: OwnApplications,
}

#[derive(Debug)]
pub(crate) struct OwnApplications {
    /// Manages the tenant.
    pub(crate) management: String,
    /// What tests sign in to.
    pub(crate) sample: String,
}

impl OwnApplications {
    /// What Lintel needs the application for, if it is one of its own.
    pub(crate) fn purpose(&self, client_id: &str) -> Option<&'static str> {
        if client_id == self.management {
            Some("Lintel manages this tenant with this application")
        } else if client_id == self.sample {
            Some("Lintel's test logins sign in to this application")
        } else {
            None
        }
    }
}

/// Where the tenant answers: `http://localhost:PORT`, the same over https, or either with a custom domain. What a request leads to stays
/// at the address that it came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Address {
    pub(crate) scheme: &'static str,
    pub(crate) port: u16,
    url: String,
    callback: Url,
}

impl TenantState {
    pub(crate) fn new(inner: Inner) -> Self {
        TenantState(Arc::new(inner))
    }
}

impl Deref for TenantState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl fmt::Debug for TenantState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TenantState").field(&self.address.url).finish()
    }
}

impl Address {
    pub(crate) fn new(scheme: &'static str, host: &str, port: u16) -> Result<Self, url::ParseError> {
        let url = format!("{scheme}://{host}:{port}");
        Ok(Address { scheme, port, callback: Url::parse(&format!("{url}/login/callback"))?, url })
    }

    /// Without trailing slash.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Without the scheme: `localhost:4400`.
    pub(crate) fn host_and_port(&self) -> &str {
        self.url.split_once("://").map_or(&self.url, |(_, rest)| rest)
    }

    /// `iss` of the tokens issued here: with trailing slash, as Auth0's.
    pub(crate) fn issuer(&self) -> String {
        format!("{}/", self.url)
    }

    /// The audience of Management API tokens: custom domains have none of their own, as at Auth0.
    pub(crate) fn audience(&self) -> String {
        format!("{}://localhost:{}/api/v2/", self.scheme, self.port)
    }

    /// The audience of access tokens: the tenant's own userinfo endpoint, and nothing else.
    pub(crate) fn userinfo_url(&self) -> String {
        format!("{}/userinfo", self.url)
    }

    pub(crate) fn callback_url(&self) -> &Url {
        &self.callback
    }
}
