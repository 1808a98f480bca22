//! The use-cases behind the screens, without a window: tenants, connections, applications, users, trials, the practice
//! provider.
//!
//! [`Tenants::start`] opens the data folder and serves its local tenants. A [`Console`] is the work on one tenant, which it
//! reaches through the Management API, wherever the tenant is.

mod applications;
mod bulk;
mod callback_urls;
mod callbacks;
mod connections;
mod console;
mod database;
mod domain_moves;
mod domains;
mod drafts;
pub mod field;
mod form;
mod history;
#[cfg(test)]
#[path = "../../../tests/properties/hold.rs"]
mod hold;
mod issuer_details;
mod journal;
mod keys;
pub mod logging;
mod login_page;
mod logo;
mod mapping;
mod practice;
mod problem;
mod provider_check;
mod provisioning;
mod public_mail;
mod realms;
mod saving;
mod seen;
mod settling;
mod stored_metadata;
mod tenant_applications;
mod tenants;
mod tickets;
pub mod trials;
mod turns;
mod upstream_params;
mod users;
pub mod view;

pub use bulk::BulkObserver;
pub use console::Console;
pub use journal::JournalError;
pub use lintel_tenant::preview_style_sources;
pub use tenants::{StartChoice, StartConfig, StartError, Tenants, default_folder};
pub use view::Problem;
