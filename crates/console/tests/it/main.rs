//! The use-cases behind the screens, with a browser that works without a screen in the sign-in window.

mod browser;
mod connections;
mod experience;
mod elsewhere;
mod history;
mod keys;
mod killed;
mod log;
mod ports;
mod recorder;
mod save;
mod scene;
mod tenants;
mod trial_ends;
mod trials;
mod variants;
mod window;
