//! The record of one sign-in: what was sent, what came back, every check by name. Secrets are masked before they enter.

mod check_result;
mod evidence;
mod message;
mod record;
mod shown_page;

pub use check_result::{CheckResult, CheckState};
pub use evidence::{Evidence, JudgedBy};
pub use message::{Direction, Field, Message, mask};
pub use record::{Attribute, Claim, Outcome, Step, StepKind, StepState, Trace};
pub use shown_page::{ShownPage, host};
