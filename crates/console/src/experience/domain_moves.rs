//! A domain of home realm discovery goes from one connection to another. It is added before it is taken away: wherever that ends,
//! people with an address there still have a way in.

use lintel_management::{Connection, Request};
use serde_json::Value;

use crate::{
    Console,
    change::{
        document::document,
        journal::{About, ChangeKind, Document},
        plan,
    },
    experience::domains,
    field::Tab,
    view::{ConnectionForm, ConnectionName, DomainsMoved, Problem, StillHeld},
};

impl Console {
    /// Gives the domains to a connection and takes them from every other of the tenant. What one of them does not let go is told,
    /// and does not keep the rest.
    pub async fn move_domains(&self, connection_id: &str, moved: &[String]) -> Result<DomainsMoved, Problem> {
        let holders = self.holders_elsewhere(connection_id, moved).await?;
        self.change_domains(connection_id, |form| add(form, moved)).await?;
        let mut still_held = Vec::new();
        for holder in holders {
            let taken = self.change_domains(&holder.id, |form| take(form, moved)).await;
            if let Err(problem) = taken {
                still_held.push(StillHeld { connection: holder, problem });
            }
        }
        let now = self.client.connection(connection_id).await?;
        Ok(DomainsMoved { view: Box::new(self.view(now)), still_held })
    }

    /// What that sends.
    pub(crate) async fn domain_requests(&self, connection_id: &str, moved: &[String]) -> Result<Vec<Request>, Problem> {
        let now = self.read(connection_id).await?;
        let mut requests =
            vec![plan::update(connection_id, &document(&now)?, &with_domains(&now, |form| add(form, moved))?)];
        for holder in self.holders_elsewhere(connection_id, moved).await? {
            let now = self.read(&holder.id).await?;
            requests.push(plan::update(&holder.id, &document(&now)?, &with_domains(&now, |form| take(form, moved))?));
        }
        Ok(requests)
    }

    /// The other connections that have one of the domains, by name.
    async fn holders_elsewhere(&self, id: &str, moved: &[String]) -> Result<Vec<ConnectionName>, Problem> {
        let elsewhere = self.domains_elsewhere(id).await?;
        let mut holders: Vec<ConnectionName> =
            moved.iter().filter_map(|domain| elsewhere.get(&domains::key(domain))).flatten().cloned().collect();
        holders.sort_by(|one, other| one.name.cmp(&other.name));
        holders.dedup();
        Ok(holders)
    }

    /// The connection with other domains, written and read again.
    async fn change_domains(&self, id: &str, change: impl FnOnce(&mut ConnectionForm)) -> Result<(), Problem> {
        let turn = self.turn(id).await;
        let now = self.read_in(&turn).await?;
        let name = now.name.clone();
        let after = with_domains(&now, change)?;
        let (_, differs) = self.write(&turn, ChangeKind::Saved, About::default(), now, &after).await?;
        match differs.iter().find(|field| field.path.starts_with("/options/domain_aliases")) {
            None => Ok(()),
            Some(_) => {
                Err(Problem::new("domains-differ", format!("The tenant holds other domains of {name} than were sent."))
                    .at("domains")
                    .remedy("Open the connection again, and look at its domains."))
            }
        }
    }
}

fn with_domains(now: &Connection, change: impl FnOnce(&mut ConnectionForm)) -> Result<Document, Problem> {
    let mut after = document(now)?;
    let mut form = ConnectionForm::of(now);
    change(&mut form);
    let mut options = now.options.clone().unwrap_or_default();
    form.say_on(Tab::LoginExperience, &mut options);
    after.insert("options".to_owned(), Value::Object(options.0));
    Ok(after)
}

fn add(form: &mut ConnectionForm, moved: &[String]) {
    let missing = moved.iter().filter(|domain| !leads(form, domain)).cloned().collect::<Vec<_>>();
    form.domains.extend(missing);
}

fn take(form: &mut ConnectionForm, moved: &[String]) {
    let is_moved = |held: &str| moved.iter().any(|domain| domains::key(domain) == domains::key(held));
    form.domains.retain(|held| !is_moved(held));
    if is_moved(&form.tenant_domain) {
        form.tenant_domain.clear();
    }
}

/// Whether the domain leads to the connection of this form.
fn leads(form: &ConnectionForm, domain: &str) -> bool {
    let key = domains::key(domain);
    form.domains.iter().chain([&form.tenant_domain]).any(|held| domains::key(held) == key)
}
