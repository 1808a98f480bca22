//! Who came through which connection.

use lintel_management::{ClientError, Identity, Request, User, client::OFFSET_REACH};
use lintel_oidc::trace::{Attribute, StepKind, Trace};
use serde_json::Value;

use crate::{
    Console,
    view::{FoundUsers, IdentityRow, Problem, UserAttribute, UserRow, UserSearch, UserView},
};

/// The name of the tenant, which Auth0 writes of a user too.
const AUTH0S_OWN: &str = "tenant";

/// What is looked at for a word that was typed. A subject is the end of `user_id` and of an identity's.
const SEARCHED: [&str; 7] = ["email", "name", "given_name", "family_name", "nickname", "user_id", "identities.user_id"];
/// Auth0 takes a `*` in front of three letters and more (Auth0, user search query syntax).
const WITHIN: usize = 3;

/// So many logins of a connection are looked through for the one of a user: as many as a tenant keeps.
const LOGINS: u32 = 200;

/// As many people as a search beside other things shows.
const FEW: usize = 6;

impl Console {
    /// A page of the users that were looked for, whose last login is newest first.
    pub async fn find_users(&self, search: &UserSearch, page: u32) -> Result<FoundUsers, Problem> {
        let query = search.query();
        let found = self.client.find_users(query.as_deref(), page as usize).await?;
        Ok(FoundUsers {
            users: found.items.iter().map(row).collect(),
            total: u32::try_from(found.total).unwrap_or(u32::MAX),
            reach: OFFSET_REACH as u32,
        })
    }

    /// The first few of whom the search finds. Cancelled through its ticket.
    pub async fn find_people(&self, ticket: &str, typed: &str) -> Result<Vec<UserRow>, Problem> {
        let search = UserSearch { text: typed.to_owned(), connection: None };
        let found = self.common.tickets.run(ticket, self.find_users(&search, 0)).await??;
        Ok(found.users.into_iter().take(FEW).collect())
    }

    pub async fn user(&self, user_id: &str) -> Result<UserView, Problem> {
        // Beside the profile: a tenant without groups, or a scope that lacks, hides nothing of it.
        let (user, groups) = tokio::join!(self.client.user(user_id), self.client.user_groups(user_id));
        let user = user.map_err(|error| unknown(error, user_id))?;
        let traced = self.traced(&user).await?;
        let origins = traced.as_ref().map(mapped).unwrap_or_default();
        let attributes =
            user.other.iter().filter(|(name, _)| !User::OWN.contains(&name.as_str()) && *name != AUTH0S_OWN);
        Ok(UserView {
            row: row(&user),
            attributes: attributes
                .map(|(name, value)| UserAttribute {
                    from: origin(origins, name, value),
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
            traced_at: traced.as_ref().map(|trace| trace.started_at),
            identities: user.identities.iter().map(identity).collect(),
            blocked: user.other.get("blocked").and_then(Value::as_bool) == Some(true),
            groups: groups.ok().map(|groups| groups.into_iter().map(|group| group.name).collect()),
            raw: serde_json::to_string_pretty(&user).unwrap_or_default(),
        })
    }

    /// Deletes a user once the e-mail address or the user ID was typed.
    pub async fn delete_user(&self, user_id: &str, typed: &str) -> Result<(), Problem> {
        let user = self.client.user(user_id).await.map_err(|error| unknown(error, user_id))?;
        let email = user.text("email").filter(|email| !email.is_empty());
        let typed = typed.trim();
        if typed != user.user_id && !email.is_some_and(|email| email.eq_ignore_ascii_case(typed)) {
            return Err(Problem::new(
                "user-differs",
                format!("“{typed}” is neither the e-mail address nor the user ID of this user."),
            )
            .at("typed")
            .remedy(format!("Type {}.", email.unwrap_or(&user.user_id))));
        }
        self.client.perform(&Request::delete_user(user_id)).await?;
        Ok(())
    }

    /// The newest login of the user of which it is known what came from where.
    async fn traced(&self, user: &User) -> Result<Option<Trace>, Problem> {
        let Some(identity) = user.identities.first() else { return Ok(None) };
        let Some(connection) = self.client.connection_named(&identity.connection).await? else { return Ok(None) };
        let traces = self.traces(&connection.id, LOGINS).await;
        let subject = subject(identity);
        let theirs = |trace: &Trace| {
            let claims = trace.steps.iter().filter(|step| step.kind == StepKind::IdToken).flat_map(|step| &step.claims);
            claims.into_iter().any(|claim| claim.name == "sub" && claim.value.as_str() == Some(subject))
                && !mapped(trace).is_empty()
        };
        Ok(traces.into_iter().filter(theirs).max_by_key(|trace| trace.started_at))
    }
}

impl UserSearch {
    /// In the API's search syntax; nothing where everybody is looked for.
    fn query(&self) -> Option<String> {
        let connection = self.connection.iter().map(|connection| format!("identities.connection:\"{connection}\""));
        let terms: Vec<String> = connection.chain(self.text.split_whitespace().map(about)).collect();
        (!terms.is_empty()).then(|| terms.join(" AND "))
    }
}

/// Whoever has the word in what tells people apart.
fn about(word: &str) -> String {
    let escaped = escaped(&word.to_lowercase());
    let before = if word.chars().count() >= WITHIN { "*" } else { "" };
    let terms = SEARCHED.map(|field| format!("{field}:{before}{escaped}*"));
    format!("({})", terms.join(" OR "))
}

/// Text in which nothing has a meaning of its own in the search syntax.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if char.is_ascii_punctuation() && !"@._".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

fn row(user: &User) -> UserRow {
    let text = |attribute: &str| user.text(attribute).filter(|text| !text.is_empty()).map(str::to_owned);
    UserRow {
        user_id: user.user_id.clone(),
        name: text("name").or_else(|| text("nickname")),
        email: text("email"),
        connection: user.identities.first().map(|identity| identity.connection.clone()),
        logins: u32::try_from(user.logins_count).unwrap_or(u32::MAX),
        last_login: text("last_login"),
        problem: user.unreadable().map(str::to_owned),
    }
}

fn identity(identity: &Identity) -> IdentityRow {
    IdentityRow {
        provider: identity.provider.clone(),
        connection: identity.connection.clone(),
        subject: subject(identity).to_owned(),
    }
}

/// An identity's `user_id` is `CONNECTION|SUBJECT`.
fn subject(identity: &Identity) -> &str {
    let user_id = identity.other.get("user_id").and_then(Value::as_str).unwrap_or_default();
    user_id.strip_prefix(&identity.connection).and_then(|rest| rest.strip_prefix('|')).unwrap_or(user_id)
}

fn mapped(trace: &Trace) -> &[Attribute] {
    trace
        .steps
        .iter()
        .map(|step| step.attributes.as_slice())
        .find(|attributes| !attributes.is_empty())
        .unwrap_or_default()
}

/// Where the attribute came from, if that login brought the value which it has now.
fn origin(mapped: &[Attribute], name: &str, value: &Value) -> Option<String> {
    let found = mapped.iter().find(|attribute| attribute.name == name && attribute.value == *value)?;
    Some(found.from.clone())
}

fn unknown(error: ClientError, user_id: &str) -> Problem {
    match error.code() {
        Some("inexistent_user") => {
            Problem::new("user-unknown", format!("The tenant has no user with the ID `{user_id}`."))
                .remedy("The user may have been deleted. Go back to the list.")
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_written_so_that_no_sign_in_it_means_anything_else() {
        let query = |text: &str, connection: Option<&str>| {
            UserSearch { text: text.to_owned(), connection: connection.map(str::to_owned) }.query()
        };
        assert_eq!(query(" ", None), None);
        assert_eq!(query("", Some("acme")), Some("identities.connection:\"acme\"".to_owned()));
        let short = query("Al", Some("acme")).expect("a query");
        assert_eq!(
            short,
            "identities.connection:\"acme\" AND (email:al* OR name:al* OR given_name:al* OR family_name:al* OR \
             nickname:al* OR user_id:al* OR identities.user_id:al*)"
        );
        let long = query("O'Neil+x* oidc|acme|7\" OR", None).expect("a query");
        assert!(long.starts_with(r"(email:*o\'neil\+x\** OR name:*o\'neil\+x\** OR "), "{long}");
        assert!(long.contains(r#" AND (email:*oidc\|acme\|7\"* OR "#), "{long}");
        assert!(long.contains(" AND (email:or* OR "), "a word of the syntax is a word like any other: {long}");
    }
}
