//! `lintel tenant serve` and `lintel practice serve`, as a script uses them: one line of JSON, then answers until SIGTERM.
#![cfg(unix)]

mod connections;
mod elsewhere;
mod killed;
mod practice;
mod preflight;
mod provider;
mod refused;
mod remote;
mod served;
mod tenant;
