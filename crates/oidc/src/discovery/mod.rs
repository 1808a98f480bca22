//! Is this provider sound? The text a person typed -> candidate URLs -> fetch -> parse -> checks -> [`Report`].

mod breach;
mod candidates;
mod check;
pub(crate) mod checks;
mod document;
mod report;
mod search;
mod vendor;

pub use candidates::{CandidatesError, below_base, candidates};
pub use check::{check_document, check_key_set, check_provider, unreadable_file};
pub use checks::{catalogue, members::unfinished_endpoint};
pub use document::{DiscoveryDocument, DocumentError};
pub use report::{ChannelVerdict, Found, KeySetReport, Report, Tried};
pub(crate) use vendor::vendor_of;
pub use vendor::{Vendor, vendor};
