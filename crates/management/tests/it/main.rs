//! The client against an API that means no good.

mod hostile;
