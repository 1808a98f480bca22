//! One transfer: connections are brought to a tenant from a file or from another tenant. An import and a promotion are the same. And one
//! export: connections are brought into files.

mod answers;
mod applications;
mod asking;
mod export;
mod exports;
mod file;
mod fingerprint;
mod ground;
mod held;
mod index;
mod item;
mod kept;
mod merged;
mod moved;
mod organizations;
mod pairing;
mod plan;
mod planning;
mod plans;
mod policy;
mod proof;
mod run;
mod source;
mod taking_back;
mod value;
mod wanting;
mod words;

pub(crate) use self::{exports::Exports, plans::Plans};
pub use self::{
    file::{FILE_ENDINGS, write_files},
    plan::TransferObserver,
    source::{FileSource, Source},
};
