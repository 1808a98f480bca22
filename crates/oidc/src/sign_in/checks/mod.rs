//! The rules of a sign-in by step, each defined once. Those of the ID token stand beside the code that holds them.

pub(crate) mod answer;
pub(crate) mod browser;
pub(crate) mod ending;
pub(crate) mod keys;
pub(crate) mod profile;
pub(crate) mod provider;
pub(crate) mod refused;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod token;
pub(crate) mod userinfo;

pub use browser::{COOKIE_LOST, NOTHING_CAME, PAGE_NOT_LOADED, WINDOW_CLOSED};
pub use ending::{
    APPLICATION_REFUSED, CONNECTION_CHANGED, NOT_A_MEMBER, NOT_PROVISIONED, ORGANIZATION_NAMED, USER_BLOCKED,
    USER_NOT_KEPT,
};
pub use refused::{EMBEDDED_WINDOW_REFUSED, PAGE_BLANK, REFUSED_ON_A_PAGE};
