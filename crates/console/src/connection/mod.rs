//! Connections: from the list to the form, one and many.

pub(crate) mod bulk;
mod callback_urls;
pub(crate) mod draft_store;
mod drafts;
pub(crate) mod form;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod list_cache;
pub(crate) mod mapping;
mod reach;
pub(crate) mod upstream_params;

pub use bulk::BulkObserver;
