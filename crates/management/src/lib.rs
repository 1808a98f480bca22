//! The Auth0 Management API v2 as far as OpenID Connect enterprise connections need it: its types, and a client that
//! never loses a field.
//!
//! A connection's `options` are an open object: [`Options`] is that object, whole, with getters in the API's own words,
//! so that a member nobody here knows survives every round trip.

pub mod client;
pub mod connection;
pub mod members;
pub mod options;
pub mod organization;
pub mod request;
pub mod scim;
pub mod secrets;
pub mod wire;

pub use client::{Client, ClientError, Contact, Credentials, Network};
pub use connection::Connection;
pub use members::texts;
pub use options::Options;
pub use organization::{Organization, OrganizationConnection, OrganizationMember, OrganizationSwitches};
pub use request::{Method, Request};
pub use scim::{Group, LogEntry, NewScimToken, ScimConfiguration, ScimPair, ScimToken};
pub use secrets::{SECRET_MEMBERS, SecretMember};
pub use wire::{Application, ConnectionKey, CustomDomain, Identity, NamedConnection, User};
