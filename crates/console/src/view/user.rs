//! Users as their pages have them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which users to show; everybody where both are empty.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, specta::Type)]
pub struct UserSearch {
    /// Words, each of which the name, the e-mail address, the user ID or the subject has in it; one or two letters begin a name
    /// or an address.
    pub text: String,
    /// The name of the connection they came through.
    pub connection: Option<String>,
}

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct FoundUsers {
    pub users: Vec<UserRow>,
    pub total: u32,
    /// How many of them the API's pages reach.
    pub reach: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct UserRow {
    pub user_id: String,
    pub name: Option<String>,
    pub email: Option<String>,
    /// The name of the connection they came through.
    pub connection: Option<String>,
    pub logins: u32,
    pub last_login: Option<String>,
    /// Why the tenant cannot read the user.
    pub problem: Option<String>,
}

/// A user's page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct UserView {
    pub row: UserRow,
    /// Without what the tenant writes by itself.
    pub attributes: Vec<UserAttribute>,
    /// When the login was that says where attributes came from.
    pub traced_at: Option<DateTime<Utc>>,
    pub identities: Vec<IdentityRow>,
    /// Whether the tenant lets the user sign in.
    pub blocked: bool,
    /// The names of the groups that a provider put the user in; none where the tenant does not tell.
    pub groups: Option<Vec<String>>,
    /// The whole user, as JSON.
    pub raw: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct UserAttribute {
    pub name: String,
    pub value: Value,
    /// `email` or `context.userinfo.email`; unknown where no login was watched that brought this value.
    pub from: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct IdentityRow {
    pub provider: String,
    pub connection: String,
    /// Who the user is at the provider: the claim `sub`.
    pub subject: String,
}
