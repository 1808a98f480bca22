//! Before anybody signs in: what can be proven of a connection by requests alone, each with its control.
//!
//! An experiment is a request with the connection's own value, and its control is the same with one character more. A value is
//! *proven* only where the provider answers the control otherwise, *refused* where the provider's own words say so, and *unknown*
//! in every other case. Nobody's name is sent, no code that comes back is redeemed, and no redirect is followed.

mod answer;
mod asking;
mod challenge;
mod compatibility;
mod course;
mod form;
mod judging;
mod pace;
mod plan;
mod report;
mod run;
mod subject;
mod token_answer;
mod traps;

pub use self::{
    course::Course,
    pace::Pace,
    plan::MOST_REQUESTS,
    report::{Common, Compatibility, Experiment, Preflight, PreflightState, Request, Side, Verdict},
    subject::{Callback, Subject},
};
