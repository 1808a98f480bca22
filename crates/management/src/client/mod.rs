//! The API's client: typed where we act on a member, whole everywhere else.

mod access;
mod answer;
mod applications;
mod asked;
mod call;
mod certificate;
mod connection_keys;
mod connections;
mod custom_domains;
mod error;
mod logs;
mod network;
mod organizations;
mod outline;
mod pace;
mod paging;
mod retry;
mod scim;
mod token;
mod users;

use std::{
    fmt,
    sync::{
        Arc, Mutex as StdMutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use tokio::sync::Mutex;
use url::Url;

use access::Access;
use network::is_this_computer;
use pace::Pace;

pub use access::{Credentials, Signer};
pub use asked::{Asked, MAX_BODY, MAX_DEPTH, Unfit};
pub use certificate::distrusted;
pub use connections::RefusedClient;
pub use error::{ClientError, NoEnd, unreachable};
pub use logs::LogPage;
pub use network::{Network, NetworkError};
pub use pace::{LONGEST_WAIT, MOST_AT_ONCE};
pub use paging::{CheckpointPage, OFFSET_REACH};
pub use users::UserPage;

/// How long a whole list may take, waits for the rate limit included.
const LIST_TIME: Duration = Duration::from_secs(300);

/// A client of one tenant's Management API. Clones share everything but the limit for lists: credentials and token, the way to the tenant,
/// the pace at which it is asked.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    list_time: Duration,
}

struct Shared {
    base: Url,
    http: StdMutex<reqwest::Client>,
    access: Mutex<Access>,
    /// How often no token was had.
    failures: AtomicU64,
    pace: Pace,
    read_only: AtomicBool,
    contact: StdMutex<Option<Contact>>,
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
        f.debug_struct("Client").field("base", &self.shared.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// `base` is the tenant's own address, `https://{tenant}`. It is reached by the system's way.
    pub fn new(base: Url, credentials: Credentials) -> Result<Self, ClientError> {
        Client::through(&Network::default(), base, credentials)
    }

    pub fn through(network: &Network, base: Url, credentials: Credentials) -> Result<Self, ClientError> {
        if base.scheme() != "https" && !(base.scheme() == "http" && is_this_computer(&base)) {
            return Err(ClientError::NotHttps { base });
        }
        let http = StdMutex::new(network.client(&base)?);
        let shared = Shared {
            base,
            http,
            access: Mutex::new(Access::new(credentials)),
            failures: AtomicU64::default(),
            pace: Pace::default(),
            read_only: AtomicBool::default(),
            contact: StdMutex::default(),
        };
        Ok(Client { shared: Arc::new(shared), list_time: LIST_TIME })
    }

    /// Goes another way from the next call on.
    pub fn change_network(&self, network: &Network) -> Result<(), ClientError> {
        *held(&self.shared.http) = network.client(&self.shared.base)?;
        Ok(())
    }

    /// From the next call on only what reads is sent, or everything again. A call on its way is not ended.
    pub fn set_read_only(&self, read_only: bool) {
        self.shared.read_only.store(read_only, Ordering::SeqCst);
    }

    pub fn is_read_only(&self) -> bool {
        self.shared.read_only.load(Ordering::SeqCst)
    }

    /// The same client with another limit for the time that a whole list takes.
    pub fn with_list_time(mut self, list_time: Duration) -> Self {
        self.list_time = list_time;
        self
    }

    /// How the last request went; none where there was none.
    pub fn contact(&self) -> Option<Contact> {
        *held(&self.shared.contact)
    }

    fn http(&self) -> reqwest::Client {
        held(&self.shared.http).clone()
    }

    async fn sent(&self, request: reqwest::RequestBuilder) -> Result<reqwest::Response, reqwest::Error> {
        let answer = request.send().await;
        #[expect(clippy::disallowed_methods, reason = "it is told, and nothing is decided by it")]
        let contact = Contact { at: SystemTime::now(), reached: answer.is_ok() };
        *held(&self.shared.contact) = Some(contact);
        answer
    }

    /// An address of the tenant.
    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.shared.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

fn held<T>(mutex: &StdMutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
