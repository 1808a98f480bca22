//! What crosses to a window: plain values, named as the screens name them. No secret is in any of them.

mod connection;
mod desk;
mod experience;
mod provider;
mod saving;
mod trial;

pub use self::{connection::*, desk::*, experience::*, provider::*, saving::*, trial::*};
pub use crate::journal::{ChangeKind, ChangeState};
pub use lintel_oidc::Channel;
