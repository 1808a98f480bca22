#![doc = include_str!("../README.md")]

mod access_tokens;
mod authorize;
mod config;
mod dials;
mod discovery;
mod page;
mod parameters;
mod people;
mod provider;
mod server;
mod token;
mod token_error;
mod userinfo;

pub use config::{Host, Port, PracticeClient, PracticeConfig};
pub use dials::{Dial, UnknownDial};
pub use server::{Practice, StartError};
