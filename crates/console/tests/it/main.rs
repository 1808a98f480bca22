//! The use-cases behind the screens, with a browser that works without a screen in the sign-in window.

#![expect(clippy::disallowed_methods, reason = "tests play browsers and other programs, and may ask what time it is")]

mod applications;
mod as_code;
mod browser;
mod bulk;
mod connections;
mod damage;
mod domain_moves;
mod drafts;
mod earlier_folder;
mod elsewhere;
mod experience;
mod federation;
mod gate;
mod history;
mod kept_files;
mod keys;
mod killed;
mod log;
mod mapping;
mod metadata;
mod ports;
mod recorded;
mod recorder;
mod results;
mod save;
mod scene;
mod scim;
mod scope_less;
mod strays;
mod tenants;
mod trial_applications;
mod trial_ends;
mod trials;
mod truth;
mod users;
mod variants;
mod window;
