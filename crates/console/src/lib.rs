//! The use-cases behind the screens, without a window: tenants, connections, applications, users, trials, the practice
//! provider.
//!
//! [`Tenants::start`] opens the data folder and serves its local tenants. A [`Console`] is the work on one tenant, which it
//! reaches through the Management API, wherever the tenant is.

mod activity;
mod application;
mod as_code;
mod change;
mod checkup;
mod connection;
mod console;
mod database;
mod experience;
pub mod field;
#[cfg(test)]
#[path = "../../../tests/properties/hold.rs"]
mod hold;
pub mod logging;
mod metadata;
mod organization;
mod problem;
mod provider;
mod refused;
mod scim;
mod tenants;
mod tickets;
mod transfer;
pub mod trial;
mod users;
pub mod view;

pub use change::JournalError;
pub use checkup::{CheckedConnection, CheckupFinding, CheckupObserver, CheckupProgress};
pub use connection::BulkObserver;
pub use console::Console;
pub use lintel_tenant::preview_style_sources;
pub use organization::OrganizationsObserver;
pub use scim::TestObserver;
pub use tenants::{StartChoice, StartConfig, StartError, Tenants, Visits, default_folder, other_tenant};
pub use transfer::{FILE_ENDINGS, FileSource, Source, TransferObserver, write_files};
pub use view::Problem;
