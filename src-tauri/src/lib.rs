//! spike
mod bindings;
