//! What crosses to a window: plain values, named as the screens name them. No secret is in any of them.

mod application;
mod as_code;
mod bulk;
mod connection;
mod desk;
mod experience;
mod mapping;
mod provider;
mod saving;
mod scim;
mod trial;
mod user;

pub use self::{
    application::*, as_code::*, bulk::*, connection::*, desk::*, experience::*, mapping::*, provider::*, saving::*,
    scim::*, trial::*, user::*,
};
pub use crate::{
    change::journal::{ChangeKind, ChangeState, RestoreWay, Restored, SwitchedFor},
    field::{ConnectionForm, MappingForm, MappingMode, MetadataEdit, SecretInput, UpstreamParam, UpstreamSource},
};
pub use lintel_oidc::{Channel, sign_in::AssertionAudience as AuthAudience};
pub use lintel_tenant::{AuthMethod, ProfileSync};
