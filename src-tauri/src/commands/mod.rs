//! What the main window can ask for, one file for each subject.

pub(crate) mod applications;
pub(crate) mod bulk;
pub(crate) mod connections;
pub(crate) mod experience;
pub(crate) mod exports;
pub(crate) mod keys;
pub(crate) mod organizations;
pub(crate) mod practice;
pub(crate) mod provider;
pub(crate) mod scim;
pub(crate) mod tenants;
pub(crate) mod transfers;
pub(crate) mod trials;
pub(crate) mod users;
