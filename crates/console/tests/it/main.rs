//! The use-cases behind the screens, with a browser that works without a screen in the sign-in window.

#![expect(clippy::disallowed_methods, reason = "tests play browsers and other programs, and may ask what time it is")]

mod applications;
mod browser;
mod browser_trials;
mod bulk;
mod checkup;
mod connections;
mod damage;
mod domain_moves;
mod drafts;
mod earlier_folder;
mod elsewhere;
mod elsewhere_trials;
mod experience;
mod federation;
mod gate;
mod history;
mod kept_files;
mod keys;
mod killed;
mod list_cache;
mod log;
mod mapping;
mod metadata;
mod organizations;
mod ports;
mod recorded;
mod recorder;
mod results;
mod save;
mod scene;
mod scim;
mod scope_less;
mod sign_ins;
mod strays;
mod tenant_options;
mod tenants;
mod transfers;
mod trial_applications;
mod trial_ends;
mod trials;
mod truth;
mod users;
mod variants;
mod window;
