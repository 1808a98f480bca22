//! From the attributes of one login to the user that the tenant keeps.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, SecondsFormat, Utc};
use lintel_management::{Connection, User};
use serde_json::{Map, Value, json};

use crate::{OidcOptions, ProfileSync};

/// The attributes that `set_user_sync` governs.
const ROOT: [&str; 5] = ["name", "nickname", "given_name", "family_name", "picture"];

/// The user after this login. `provisioned` are root attributes that SCIM writes; they follow the login where the five do.
pub(super) fn user_after_login(
    connection: &Connection,
    subject: &str,
    profile: &Map<String, Value>,
    sync: ProfileSync,
    provisioned: &[String],
    before: Option<&Map<String, Value>>,
    now: DateTime<Utc>,
) -> Map<String, Value> {
    let mut user = kept_attributes(connection, profile);
    match before {
        Some(before) if sync != ProfileSync::OnEachLogin => keep_root(&mut user, before, provisioned),
        _ => set_root(&mut user, subject),
    }
    let now = instant(now);
    let then = |member: &str| before.and_then(|before| before.get(member)).cloned();
    let logins = then("logins_count").and_then(|count| count.as_u64()).unwrap_or(0);
    let changed = before.is_none_or(|before| attributes(before) != attributes(&user));
    user.insert("user_id".to_owned(), user_id(&connection.name, subject).into());
    user.insert("identities".to_owned(), identities(&connection.name, subject));
    user.insert("created_at".to_owned(), then("created_at").unwrap_or_else(|| now.clone().into()));
    let updated = if changed { now.clone().into() } else { then("updated_at").unwrap_or_else(|| now.clone().into()) };
    user.insert("updated_at".to_owned(), updated);
    user.insert("last_login".to_owned(), now.into());
    user.insert("logins_count".to_owned(), (logins + 1).into());
    for member in ["app_metadata", "user_metadata", "blocked"] {
        user.extend(then(member).map(|value| (member.to_owned(), value)));
    }
    user.sort_keys();
    user
}

/// A user who has not signed in yet: what the tenant itself says of one.
pub(crate) fn provisioned_user(connection_name: &str, subject: &str, now: DateTime<Utc>) -> Map<String, Value> {
    Map::from_iter([
        ("user_id".to_owned(), user_id(connection_name, subject).into()),
        ("identities".to_owned(), identities(connection_name, subject)),
        ("created_at".to_owned(), instant(now).into()),
        ("updated_at".to_owned(), instant(now).into()),
    ])
}

pub(super) fn user_id(connection_name: &str, subject: &str) -> String {
    format!("oidc|{connection_name}|{subject}")
}

/// Everything about the user that came with a login, in one order. An attribute of a name that is the tenant's own does not
/// reach the user.
pub(super) fn attributes(user: &Map<String, Value>) -> Map<String, Value> {
    let mut attributes: Map<String, Value> = user
        .iter()
        .filter(|(name, _)| !User::OWN.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    attributes.sort_keys();
    attributes
}

fn kept_attributes(connection: &Connection, profile: &Map<String, Value>) -> Map<String, Value> {
    let options = OidcOptions::of_connection(connection);
    let non_persistent = options.map(|options| options.non_persistent_attrs).unwrap_or_default();
    let mut kept = attributes(profile);
    kept.retain(|name, _| !non_persistent.contains(&name.as_str()));
    kept
}

fn keep_root(user: &mut Map<String, Value>, before: &Map<String, Value>, provisioned: &[String]) {
    for name in ROOT.into_iter().chain(provisioned.iter().map(String::as_str)) {
        user.remove(name);
        if let Some(value) = before.get(name) {
            user.insert(name.to_owned(), value.clone());
        }
    }
}

/// A user always has a name, a nickname and a picture.
fn set_root(user: &mut Map<String, Value>, subject: &str) {
    let text = |user: &Map<String, Value>, name: &str| {
        user.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let email = text(user, "email");
    let nickname = text(user, "nickname")
        .or_else(|| email.as_ref().and_then(|email| email.split('@').next()).map(str::to_owned))
        .or_else(|| text(user, "name"))
        .unwrap_or_else(|| subject.to_owned());
    let name = text(user, "name").or(email).unwrap_or_else(|| nickname.clone());
    let picture = text(user, "picture").unwrap_or_else(|| initials_picture(&name));
    user.insert("name".to_owned(), name.into());
    user.insert("nickname".to_owned(), nickname.into());
    user.insert("picture".to_owned(), picture.into());
}

fn identities(connection_name: &str, subject: &str) -> Value {
    json!([{
        "user_id": format!("{connection_name}|{subject}"),
        "provider": "oidc",
        "connection": connection_name,
        "isSocial": false,
    }])
}

/// Auth0 names a Gravatar address here, which tells a third party who signed in; this picture is in the value itself.
fn initials_picture(name: &str) -> String {
    let initials: String = name
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 80 80'><rect width='80' height='80' fill='#5b6472'/>\
         <text x='40' y='51' font-family='sans-serif' font-size='32' fill='#fff' text-anchor='middle'>{initials}</text></svg>"
    );
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}

pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
