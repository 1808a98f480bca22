//! The use-cases behind the screens, with a browser that works without a screen in the sign-in window.

mod applications;
mod browser;
mod bulk;
mod connections;
mod earlier_folder;
mod elsewhere;
mod experience;
mod federation;
mod history;
mod keys;
mod killed;
mod log;
mod mapping;
mod metadata;
mod ports;
mod recorder;
mod save;
mod scene;
mod scope_less;
mod tenants;
mod trial_ends;
mod trials;
mod users;
mod variants;
mod window;
