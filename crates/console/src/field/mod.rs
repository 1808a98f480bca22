//! What a field of a connection is. Each is said once, in the `table`; what a form holds, how it is read from the API and
//! written to it, what a change of it is called and means, and what the pages know of it are derived from there.

mod change;
mod choices;
mod declare;
mod description;
mod effect;
mod form;
mod leave_out;
mod mapping;
mod meaning;
mod metadata;
mod missing;
mod note;
mod path;
mod shown;
mod table;
mod texts;
pub(crate) mod upstream_params;
mod values;

#[cfg(test)]
mod generated;

pub(crate) use self::{
    change::{Change, Path},
    leave_out::leave_out,
    metadata::{completed, forget_metadata},
    missing::missing,
    path::at,
    shown::plain,
};
pub use self::{
    choices::Choice,
    description::{AsCode, Elsewhere, Field, Needed, Parts, Section, Tab},
    effect::Effect,
    table::{ConnectionForm, FIELDS},
    values::{MappingForm, MappingMode, MetadataEdit, SecretInput, UpstreamParam, UpstreamSource},
};
