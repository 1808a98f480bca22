//! Login Experience: which addresses lead to a connection, and what login pages show of it.

pub(crate) mod claims;
mod domain_moves;
pub(crate) mod domains;
mod login_page;
mod logo;
pub(crate) mod public_mail;
pub(crate) mod realms;
