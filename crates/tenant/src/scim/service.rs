//! A connection that takes SCIM, for one request.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use lintel_scim::{Error, Kind, Mapping, mapping::Meta};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::{TenantState, state::Address, store::ScimConfigurationRecord};

/// All but what RFC 3986 leaves unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) type User = Map<String, Value>;

#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) state: TenantState,
    pub(super) connection_id: String,
    pub(super) connection_name: String,
    pub(super) user_id_attribute: String,
    pub(super) mapping: Arc<Mapping>,
    pub(super) now: DateTime<Utc>,
    /// What `/Users` is appended to.
    pub(super) base: String,
}

impl Service {
    pub(super) fn new(state: &TenantState, address: &Address, configuration: ScimConfigurationRecord) -> Self {
        Service {
            state: state.clone(),
            base: format!("{}/scim/v2/connections/{}", address.url(), configuration.connection_id),
            mapping: state.scim_mappings.of(&configuration),
            connection_id: configuration.connection_id,
            connection_name: configuration.connection_name,
            user_id_attribute: configuration.settings.user_id_attribute,
            now: state.world.clock.now(),
        }
    }

    pub(super) fn location(&self, kind: Kind, id: &str) -> String {
        format!("{}/{}/{}", self.base, kind.endpoint(), utf8_percent_encode(id, ENCODED))
    }

    /// A user as SCIM shows it.
    pub(super) fn shown(&self, user: &User) -> Value {
        let text = |member: &str| user.get(member).and_then(Value::as_str).unwrap_or_default();
        let id = text("user_id");
        let location = self.location(Kind::User, id);
        let created = text("created_at");
        let last_modified = Some(text("updated_at")).filter(|at| !at.is_empty()).unwrap_or(created);
        let meta = Meta { id, created, last_modified, location: &location };
        self.mapping.to_scim(&Value::Object(user.clone()), meta)
    }

    /// Where the profile keeps the user name, which one user alone may have.
    pub(super) fn unique_path(&self) -> Option<String> {
        let slot = self.mapping.slots.iter().find(|slot| slot.target.attribute.name == "userName");
        slot.map(|slot| slot.profile.to_string())
    }
}

/// As RFC 7644 wants it of an unknown resource.
pub(super) fn no_resource(kind: Kind, id: &str) -> Error {
    Error::of(404, format!("There is no {} {id} in this connection.", kind.name()))
}
