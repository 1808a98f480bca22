//! Is this provider sound? The text a person typed -> candidate URLs -> fetch -> parse -> checks -> [`Report`].

mod candidates;
mod certificate;
mod checks;
mod document;
mod fetch;
mod fetch_error;
mod key_set;
mod provider;
mod report;
mod vendor;

pub use candidates::{CandidatesError, below_base, candidates};
pub use checks::catalogue;
pub use checks::members::unfinished_endpoint;
pub(crate) use checks::{answer::DOCUMENT_TOO_DEEP, members::MEMBER_REPEATED};
pub use document::Document;
pub(crate) use fetch::secret_header;
pub use fetch::{Fetched, Fetcher, FetcherError, MAX_BODY, MAX_REDIRECTS, TIME_LIMIT};
pub use fetch_error::{FetchError, RedirectRefusal, TlsProblem};
pub(crate) use key_set::RSA_BITS;
pub use key_set::{Key, KeySet, KeySetReport};
pub use provider::{check_document, check_provider, unreadable_file};
pub use report::{ChannelVerdict, Found, Report, Tried};
pub use vendor::vendor;
