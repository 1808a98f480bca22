//! One transfer: connections are brought to a tenant from a file or from another tenant. An import and a promotion are the same. And one
//! export: connections are brought into files.

mod applications;
mod export;
mod exports;
mod file;
mod fingerprint;
mod held;
mod index;
mod item;
mod kept;
mod merged;
mod moved;
mod organizations;
mod pairing;
mod placeholders;
mod plan;
mod planning;
mod plans;
mod policy;
mod proof;
mod run;
mod source;
mod taking_back;
mod words;

pub(crate) use self::{exports::Exports, plans::Plans};
pub use self::{
    file::write_files,
    plan::TransferObserver,
    source::{FileSource, Source},
};
