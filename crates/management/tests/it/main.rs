//! The client against an API that means no good, one that has no time, and what a real one said.

mod hostile;
mod patience;
mod recorded;
mod tenant;
mod tokens;
