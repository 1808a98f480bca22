//! Everything that can be wrong with this provider, one file for each part of its work. The rest of the crate is sound and hands its
//! work through [`Dials`](on::Dials).

mod dial;
mod discovery;
mod fault;
mod id_token;
mod keys;
mod on;
mod request;
mod response;
mod token;
mod userinfo;
mod wire;

pub use dial::{Dial, UnknownDial};
pub(crate) use fault::{Refused, ResponseMode, path};
pub(crate) use on::{Dials, Signer};
pub(crate) use wire::spoiled;
