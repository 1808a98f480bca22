//! The built-in local tenant: Auth0's Management API and sign-in for OpenID Connect enterprise connections, on SQLite,
//! answering this computer alone.
//!
//! [`Tenant::open`] makes or opens one in a [`Folder`]; [`Tenant::serve`] lets it answer at `http://localhost:PORT`.

mod api;
mod awaited;
mod causes;
mod connection_key;
mod durable;
mod folder;
mod log_entry;
mod login;
pub mod migrations;
mod oauth;
mod oidc_options;
pub mod owner;
pub mod realm;
mod relying_party;
mod scim;
mod scim_log;
mod scim_scope;
mod sealing;
mod server;
mod sign_in_log;
mod state;
// Public for the tests of this crate and of the console alone, which look into the database and damage it. A feature in its place
// would build the crate twice.
#[doc(hidden)]
pub mod store;
mod tenant;
mod tls;

pub use api::REFUSED_CALLBACK_SCHEMES;
pub use causes::chain;
pub use durable::durable;
pub use folder::{Folder, FolderError, PortError, Server};
pub use lintel_local_server::{Bound, Serving};
pub use log_entry::LogEntry;
pub use login::{Theme, login_page_preview, preview_style_sources};
pub use oidc_options::{AuthMethod, OidcOptions, ProfileSync};
pub use relying_party::{RelyingPartyError, provider_source, relying_party};
pub use scim_log::ScimLogEntry;
pub use scim_scope::{ScimResources, ScimScope, ScimVerb};
pub use sealing::{KeySource, Sealer, SealingKeyError, UnsealError, forget_key};
pub use state::TenantSignIn;
pub use store::{OpenStoreError, StoreError};
pub use tenant::{OpenError, ServeError, ServeHttpsError, ServingHttps, Tenant, TenantConfig};
pub use tls::{AuthorityError, TlsError};

pub(crate) use state::TenantState;
