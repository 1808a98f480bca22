//! Changes of a connection: planned, merged, written down, sent, settled, told.

pub(crate) mod document;
mod history;
pub(crate) mod journal;
pub(crate) mod lines;
pub(crate) mod loaded;
pub(crate) mod merge;
pub(crate) mod plan;
pub(crate) mod save;
pub(crate) mod seen;
pub(crate) mod settling;
mod turn;
pub(crate) mod turns;
pub(crate) mod words;

pub use journal::JournalError;
