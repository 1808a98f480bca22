//! Users and requests as providers send them, with invented people.

mod lives;
mod person;
mod request;

pub use lives::{group_life, life};
pub use person::{Client, Person, user};
pub use request::Request;
