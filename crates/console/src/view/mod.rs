//! What crosses to a window: plain values, named as the screens name them. No secret is in any of them.

mod bulk;
mod connection;
mod desk;
mod provider;
mod saving;
mod trial;

pub use self::{bulk::*, connection::*, desk::*, provider::*, saving::*, trial::*};
pub use crate::journal::{ChangeKind, ChangeState};
pub use lintel_oidc::Channel;
