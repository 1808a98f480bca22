//! The provider on the other side, and the one for practice.

pub(crate) mod check;
mod course;
pub(crate) mod last_check;
mod practice;
mod preflight;
pub(crate) mod preflights;
