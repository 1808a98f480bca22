//! “Forget this person”: out of kept tests, and out of what a local tenant wrote down of sign-ins.

use serde_json::Value;

use super::person::is_about;
use crate::{
    Console,
    view::{Forgotten, Problem},
};

impl Console {
    /// Removes whoever has this `sub`, user ID or address. Of a test it stays what it came to.
    pub async fn forget_person(&self, person: &str) -> Result<Forgotten, Problem> {
        let person = person.trim().to_owned();
        if person.is_empty() {
            return Err(Problem::new("person-empty", "Nobody is named.")
                .at("person")
                .remedy("Type a sub or an email."));
        }
        let broken =
            |error: String| Problem::new("not-forgotten", format!("Not everything could be removed: {error}."));
        let (tests, unread) = self.results.forget_person(&person).await.map_err(broken)?;
        let (mut sign_ins, mut log_entries) = (0, 0);
        let mut beyond = Vec::new();
        if let Some(tenant) = self.served() {
            let about = {
                let person = person.clone();
                move |document: &Value| is_about(document, &person)
            };
            let gone = tenant.forget(about).await.map_err(|error| broken(error.to_string()))?;
            (sign_ins, log_entries) = gone;
            beyond.push("The user itself stays under Users; delete it there.".to_owned());
        } else {
            beyond.push(format!("The log and the users of {} stay as they are: Auth0 keeps those.", self.url()));
        }
        if unread > 0 {
            beyond.push(format!("{unread} kept tests cannot be read, so nobody knows whom they name."));
        }
        beyond.push("Reports and files that were saved, and what the provider itself keeps.".to_owned());
        Ok(Forgotten { tests, sign_ins, log_entries, beyond })
    }
}
