//! A trial as a text to hand on: everything to whoever made it, or to the provider's administrator what that one has to look at.

mod own;
mod parts;
mod provider;

pub(super) use self::provider::ask;
use crate::{Console, view::ReportReader};

impl Console {
    /// In Markdown; none of a trial whose steps are not kept here. `tenant` is the tenant's name.
    pub fn trial_report(&self, id: &str, reader: ReportReader, tenant: &str) -> Option<String> {
        let test = self.results.test(id)?;
        let whole = test.whole.as_ref()?;
        Some(match reader {
            ReportReader::Own => own::report(whole, &format!("{tenant} ({})", self.url())),
            ReportReader::Provider => provider::report(whole),
        })
    }
}
