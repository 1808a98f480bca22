//! A tenant by what a person calls it, where no window shows which is meant.

use std::sync::Arc;

use super::{
    Tenants,
    address::tenant_url,
    roster::{Entry, Kind},
};
use crate::{Console, view::Problem};

impl Tenants {
    /// The tenant of that name, domain or ID, opened where it was not; the one in front where none is named. Which tenant is in front stays as
    /// it is.
    pub async fn named(&self, wanted: Option<&str>) -> Result<Arc<Console>, Problem> {
        let Some(wanted) = wanted else { return self.console() };
        let roster = self.roster.lock().await;
        let found: Vec<&Entry> = roster.tenants.iter().filter(|entry| is_meant(entry, wanted)).collect();
        let entry = match found[..] {
            [entry] => entry.clone(),
            [] => return Err(not_there(wanted, &roster.tenants)),
            [..] => {
                return Err(Problem::new(
                    "tenant-unclear",
                    format!("“{wanted}” is the name or domain of {} tenants.", found.len()),
                )
                .remedy(format!("Use an ID: {}.", joined(found.iter().map(|entry| entry.id.as_str())))));
            }
        };
        self.opened(&entry).await?;
        let open = self.seen().open.get(&entry.id).cloned();
        open.ok_or_else(|| not_there(wanted, &roster.tenants))
    }
}

fn is_meant(entry: &Entry, wanted: &str) -> bool {
    let at = |url: &url::Url| tenant_url(wanted).is_ok_and(|wanted| wanted == *url);
    entry.name == wanted || entry.id == wanted || matches!(&entry.kind, Kind::Auth0 { url } if at(url))
}

fn not_there(wanted: &str, tenants: &[Entry]) -> Problem {
    let names = joined(tenants.iter().map(|entry| entry.name.as_str()));
    Problem::new("tenant-unknown", format!("There is no tenant “{wanted}” here. There are: {names}."))
        .remedy("Add one with `lintel tenants add`, or name one of these.")
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
