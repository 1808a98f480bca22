//! The use-cases behind the screens, without a window: connections, applications, trials, the practice provider.
//!
//! [`Console::start`] opens the data folder, starts the built-in tenant and reaches it through the Management API, as it
//! would any other tenant.

mod applications;
mod connections;
mod console;
mod form;
mod history;
mod issuer_details;
mod journal;
pub mod logging;
mod mapping;
mod practice;
mod problem;
mod provider_check;
mod saving;
mod stored_metadata;
mod tickets;
pub mod trials;
pub mod view;

pub use console::{Console, StartConfig, StartError, default_folder};
pub use journal::JournalError;
pub use view::Problem;
