//! Why a trial ended without an answer, in words.

use std::{any::Any, time::Duration};

use lintel_oidc::{
    Finding,
    sign_in::{EMBEDDED_WINDOW_REFUSED, NOTHING_CAME, PAGE_NOT_LOADED, WINDOW_CLOSED},
    trace::ShownPage,
};

use crate::view::{Problem, TrialStop};

#[derive(Debug)]
pub(super) enum Ended {
    Stopped(TrialStop),
    Replaced,
    TenantClosed,
    Closed,
    TimedOut(Duration),
    NotOpened { reason: String },
    WindowRefused,
    LoadFailed { url: String, reason: String },
    Broken,
}

impl Ended {
    /// `last` is the page that the window showed last.
    pub(super) fn reason(&self, last: Option<&ShownPage>) -> String {
        match self {
            Ended::Stopped(TrialStop::Cancelled) => "You cancelled the test.".to_owned(),
            Ended::Stopped(TrialStop::Left) => "You left the page of the test while it ran.".to_owned(),
            Ended::Replaced => "Another test of this connection took its place.".to_owned(),
            Ended::TenantClosed => "The tenant of the test was closed in Lintel.".to_owned(),
            Ended::Closed => match last {
                Some(page) => format!("The sign-in window was closed while it showed {}.", told(page)),
                None => "The sign-in window was closed before the provider answered.".to_owned(),
            },
            Ended::TimedOut(patience) => {
                let minutes = patience.as_secs().div_ceil(60);
                match last {
                    Some(page) => format!("Nothing came back within {minutes} minutes. The window showed {} last.", told(page)),
                    None => format!("Nothing came back within {minutes} minutes."),
                }
            }
            Ended::NotOpened { reason } => format!("The sign-in window could not be opened: {reason}."),
            Ended::WindowRefused => {
                "The provider signs nobody in in a window of a program that is no browser. Test in the browser.".to_owned()
            }
            // What follows the path may hold a code, a token or a verifier.
            Ended::LoadFailed { url, reason } => {
                let place = url.split(['?', '#']).next().unwrap_or_default();
                format!("The sign-in window could not load {place}: {reason}.")
            }
            Ended::Broken => {
                "A fault of Lintel ended the test, and not the connection. Try again; the log in the data folder says more."
                    .to_owned()
            }
        }
    }

    /// What it says of the sign-in, where it says anything.
    pub(super) fn finding(&self, last: Option<&ShownPage>) -> Option<Finding> {
        let (check, remedy) = match self {
            Ended::Closed if last.is_some() => (
                &WINDOW_CLOSED,
                "Test again, and sign in to the end. If that page shows an error, act on what it says: it stands below as it was read.",
            ),
            Ended::Closed => (&WINDOW_CLOSED, "Test again, and sign in to the end."),
            Ended::TimedOut(_) => (
                &NOTHING_CAME,
                "Test again, and sign in to the end. If the provider shows an error, act on what it says: one that does not know the client \
                 or its callback URL sends nobody back.",
            ),
            Ended::LoadFailed { .. } => (
                &PAGE_NOT_LOADED,
                "Open that address in a browser on this computer. What it says there is what people from this network will see when they \
                 sign in.",
            ),
            Ended::WindowRefused => (
                &EMBEDDED_WINDOW_REFUSED,
                "Continue in the system’s browser. Nothing has to be changed in the connection for that.",
            ),
            _ => return None,
        };
        Some(check.finding("", self.reason(last)).remedy(remedy))
    }

    /// Whether the page that was shown last may be why.
    pub(super) fn is_at_a_page(&self) -> bool {
        !matches!(self, Ended::NotOpened { .. } | Ended::LoadFailed { .. } | Ended::WindowRefused | Ended::Broken)
    }

    /// The same for a trial that had not begun and so has no trace.
    pub(super) fn problem(&self) -> Problem {
        let code = match self {
            Ended::Stopped(_) => "cancelled",
            _ => "trial-ended",
        };
        Problem::new(code, self.reason(None))
    }

    /// By a fault of ours.
    pub(super) fn by_panic(trial: &str, panic: &(dyn Any + Send)) -> Ended {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words");
        tracing::error!(trial, "a test broke down: {text}");
        Ended::Broken
    }
}

fn told(page: &ShownPage) -> String {
    match page.status {
        Some(status) if status >= 400 => format!("{} ({status})", page.named()),
        _ => page.named(),
    }
}
