//! Where the sign-in window stands, and what the page there means.

use chrono::{DateTime, Utc};
use lintel_oidc::{Finding, trace::ShownPage};

use super::{subject::Subject, window::Page};

#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub page: ShownPage,
    /// Why nobody comes back from there, where the page says so.
    pub said: Option<Finding>,
}

impl Shown {
    pub(super) fn of(page: &Page, _subject: &Subject, read_at: DateTime<Utc>) -> Shown {
        let Page { url, status, title, text } = page;
        let page = ShownPage::new(url, *status, title.as_deref(), text.as_deref(), read_at);
        Shown { page, said: None }
    }

    /// While the test runs.
    pub(super) fn told(&self) -> String {
        match &self.said {
            Some(finding) => format!("It shows {}. {}", self.page.named(), finding.message),
            None => format!("It shows {}.", self.page.named()),
        }
    }

    /// The same page as it was read before, whenever that was.
    pub(super) fn is(&self, other: &Shown) -> bool {
        self.page == ShownPage { read_at: self.page.read_at, ..other.page.clone() }
    }
}
