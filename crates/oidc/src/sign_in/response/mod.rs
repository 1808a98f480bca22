//! The authorization response, as the browser brings it back.
//!
//! One rule a file, in the order of [`examine`].

mod answer;
mod carried;
mod duplicates;
mod examine;
mod issuer;
mod posted;
mod state;

pub use answer::AuthorizationResponse;
pub(super) use examine::examine;
