//! The API's client: typed where we act on a member, whole everywhere else.

mod access;
mod answer;
mod applications;
mod asked;
mod call;
mod connection_keys;
mod connections;
mod custom_domains;
mod error;
mod logs;
mod organizations;
mod paging;
mod scim;
mod token;
mod users;

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex as StdMutex, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::sync::Mutex;
use url::{Host, Url};

use access::Access;

pub use access::Credentials;
pub use asked::{Asked, MAX_BODY, MAX_DEPTH, Unfit};
pub use connections::RefusedClient;
pub use error::{ClientError, NoEnd, unreachable};
pub use logs::LogPage;
pub use paging::{CheckpointPage, OFFSET_REACH};
pub use users::UserPage;

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// How long a whole list may take, waits for the rate limit included.
const LIST_TIME: Duration = Duration::from_secs(300);
/// An unused connection is closed before the server does so: a request that meets its end is lost, and nobody knows what came of it.
const IDLE: Duration = Duration::from_secs(15);

/// A client of one tenant's Management API. Clones share the credentials and the access token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    access: Arc<Mutex<Access>>,
    contact: Arc<StdMutex<Option<Contact>>>,
    list_time: Duration,
}

/// How the last request went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    pub at: SystemTime,
    /// Whether anything answered, whatever it was.
    pub reached: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// `base` is the tenant's own address, `https://{tenant}`.
    #[expect(clippy::disallowed_methods, reason = "this crate knows no protocol, and has limits of its own")]
    pub fn new(base: Url, credentials: Credentials) -> Result<Self, ClientError> {
        let local = is_this_computer(&base);
        if base.scheme() != "https" && !(base.scheme() == "http" && local) {
            return Err(ClientError::NotHttps { base });
        }
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Lintel/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIME_LIMIT)
            .pool_idle_timeout(IDLE);
        if local {
            builder = builder.no_proxy();
            if let Some(Host::Domain(name)) = base.host() {
                // Whatever the system's resolver says, or lacks (RFC 6761, section 6.3).
                let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                builder = builder.resolve_to_addrs(name, &here.map(|address| SocketAddr::new(address, 0)));
            }
        }
        let http = builder.build().map_err(ClientError::Setup)?;
        let access = Arc::new(Mutex::new(Access::new(credentials)));
        Ok(Client { http, base, access, contact: Arc::default(), list_time: LIST_TIME })
    }

    /// The same client with another limit for the time that a whole list takes.
    pub fn with_list_time(mut self, list_time: Duration) -> Self {
        self.list_time = list_time;
        self
    }

    /// How the last request went; none where there was none.
    pub fn contact(&self) -> Option<Contact> {
        *self.contact.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn sent(&self, request: reqwest::RequestBuilder) -> Result<reqwest::Response, reqwest::Error> {
        let answer = request.send().await;
        #[expect(clippy::disallowed_methods, reason = "it is told, and nothing is decided by it")]
        let contact = Contact { at: SystemTime::now(), reached: answer.is_ok() };
        *self.contact.lock().unwrap_or_else(PoisonError::into_inner) = Some(contact);
        answer
    }

    /// An address of the tenant.
    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

fn is_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
