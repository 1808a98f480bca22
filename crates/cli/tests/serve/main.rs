//! `lintel tenant serve` and `lintel practice serve`, as a script uses them: one line of JSON, then answers until SIGTERM.
#![cfg(unix)]

mod connections;
mod practice;
mod served;
mod tenant;
