//! What became of the browser between the request and the answer. Whoever holds the browser trips these.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[&WINDOW_CLOSED, &NOTHING_CAME, &PAGE_NOT_LOADED, &COOKIE_LOST];

/// The person closed the sign-in window.
pub const WINDOW_CLOSED: Check = Check {
    code: "window-closed",
    title: "The window stays open until the provider answers",
    severity: Severity::Note,
    spec: "OpenID Connect Core 1.0, section 3.1.2",
    about: "The sign-in window was closed before the provider sent the browser back, and the page that it showed last says nothing that is \
            known as a refusal. That alone says nothing of the connection.",
};

/// Nobody came back in time.
pub const NOTHING_CAME: Check = Check {
    code: "nothing-came",
    title: "The provider answers in time",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 3.1.2.5",
    about: "Nothing came back before the test's time was over: the person did not sign in to the end, or the provider keeps the browser. A \
            provider that does not trust the request sends nobody back, and says why on its own page (RFC 6749, section 4.1.2.1).",
};

/// The window could not load a page.
pub const PAGE_NOT_LOADED: Check = Check {
    code: "page-not-loaded",
    title: "The pages of the sign-in can be loaded",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 3.1.2.1",
    about: "The sign-in window could not load a page on the way: its host has no address, does not answer, or has a certificate that is not \
            trusted. Everybody who signs in from the same network meets the same.",
};

/// The browser that brought the answer is not known to be the one that asked.
pub const COOKIE_LOST: Check = Check {
    code: "cookie-lost",
    title: "The browser returns the tenant’s cookie",
    severity: Severity::Error,
    spec: "RFC 6749, section 10.12",
    about: "The tenant ties a sign-in to the browser that began it by a cookie, and the answer came without. The browser blocks cookies, the \
            sign-in was begun at another address (localhost and 127.0.0.1 are two) or in another browser, or somebody sent a link to an answer \
            of their own, which ends here on purpose.",
};
