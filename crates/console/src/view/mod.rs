//! What crosses to a window: plain values, named as the screens name them. No secret is in any of them.

mod activity;
mod application;
mod as_code;
mod bulk;
mod connection;
mod desk;
mod experience;
mod export;
mod fix;
mod kept;
mod mapping;
mod organization;
mod provider;
mod saving;
mod scim;
mod transfer;
mod trial;
mod user;

pub use self::{
    activity::*, application::*, as_code::*, bulk::*, connection::*, desk::*, experience::*, export::*, fix::*,
    kept::*, mapping::*, organization::*, provider::*, saving::*, scim::*, transfer::*, trial::*, user::*,
};
pub use crate::{
    change::journal::{ChangeKind, ChangeState, RestoreWay, Restored, SwitchedFor, TestAddress},
    field::{ConnectionForm, MappingForm, MappingMode, MetadataEdit, SecretInput, UpstreamParam, UpstreamSource},
};
pub use lintel_oidc::preflight::{Preflight, PreflightState, Verdict};
pub use lintel_oidc::{Channel, sign_in::AssertionAudience as AuthAudience};
pub use lintel_tenant::{AuthMethod, ProfileSync};
