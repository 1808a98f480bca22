//! An HTTP server for this computer alone: on 127.0.0.1 and `[::1]`, within limits that hold for every connection, and with what every
//! answer of it needs. Tenant and practice provider are routers on it.

mod authority;
mod bound;
mod guard;
mod program;
mod serving;

pub use authority::Authority;
pub use bound::{BindError, Bound};
pub use program::{Program, named, program_at};
pub use serving::{Serving, serve, serve_tls};
