//! How a request is sent: one client for documents, keys, tokens, userinfo and logos, with one set of limits.
//!
//! https, and http on this computer alone; a few redirects, a bounded body, a bounded time. Who named an address decides where it may
//! lead ([`may_lead`]).

mod clocks;
mod error;
mod fetched;
mod fetcher;
mod freshness;
mod loopback;
mod redirect;
mod remembered;
mod resolver;
mod tls;

pub use clocks::{Clocks, ServerClock};
pub use error::{FetchError, RedirectRefusal};
pub use fetched::Fetched;
pub use fetcher::{Fetcher, FetcherError, MAX_BODY, MAX_REDIRECTS, TIME_LIMIT};
pub use loopback::{is_loopback, may_lead};
pub(crate) use remembered::Remembered;
pub use tls::TlsProblem;
