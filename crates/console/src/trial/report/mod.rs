//! A trial as a text to hand on: everything to whoever made it, or to the provider's administrator what that one has to look at.

mod html;
mod own;
mod parts;
mod provider;

pub(super) use self::provider::ask;
use crate::{
    Console,
    view::{ReportFormat, ReportReader},
};

impl Console {
    /// None of a trial whose steps are not kept here. `tenant` is the tenant's name.
    pub async fn trial_report(
        &self,
        id: &str,
        reader: ReportReader,
        format: ReportFormat,
        tenant: &str,
    ) -> Option<String> {
        let whole = self.results.whole(id).await?;
        let markdown = match reader {
            ReportReader::Own => own::report(&whole, &format!("{tenant} ({})", self.url())),
            ReportReader::Provider => provider::report(&whole),
        };
        Some(match format {
            ReportFormat::Markdown => markdown,
            ReportFormat::Html => html::page(&markdown),
        })
    }
}
