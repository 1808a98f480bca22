use lintel_oidc::issuing;
use lintel_scim::{Error, Kind, ScimType, list::Selection, resource};
use serde_json::{Value, json};

use super::change::{not_too_large, tell_what_is_lost};
use crate::{
    scim::{answer::Answer, journal::Story, service::Service},
    store::provisioned_user,
};

/// Characters of the value that becomes the end of a user ID.
const LONGEST_ID: usize = 255;

pub(in crate::scim) async fn create(
    service: &Service,
    body: &Value,
    selection: &Selection,
    story: &mut Story,
) -> Result<Answer, Error> {
    let mut resource = resource::read(Kind::User, body)?;
    if resource.get("active").is_none() {
        resource["active"] = true.into();
    }
    let subject = subject(service, &resource, story)?;
    let mut user = Value::Object(provisioned_user(&service.connection_name, &subject, service.now));
    let writes = service.mapping.from_scim(&json!({}), &resource);
    for write in &writes {
        write.apply(&mut user);
    }
    let Value::Object(user) = user else { return Err(Error::of(500, "The user is no object.")) };
    not_too_large(&user)?;
    let store = &service.state.store;
    let user = store.insert_provisioned_user::<Error>(&service.connection_id, user, service.unique_path()).await?;
    story.about(user.get("user_id").and_then(Value::as_str).unwrap_or_default());
    story.wrote(&writes, &Value::Null);
    tell_what_is_lost(service, &resource, story);
    let mut shown = service.shown(&user);
    let location = shown["meta"]["location"].as_str().unwrap_or_default().to_owned();
    selection.apply(&mut shown);
    Ok(Answer::created(shown, location))
}

/// What the user ID ends with, for ever: the value of the user ID attribute, or something random where none came.
fn subject(service: &Service, resource: &Value, story: &mut Story) -> Result<String, Error> {
    let attribute = &service.user_id_attribute;
    let value = Kind::User.target(attribute).and_then(|target| {
        let value = resource.get(target.attribute.name)?;
        target.sub.map_or(Some(value), |sub| value.get(sub.name))?.as_str()
    });
    match value {
        Some(value) if value.chars().count() > LONGEST_ID => {
            let detail =
                format!("{attribute} has more than {LONGEST_ID} characters, and becomes the end of the user ID.");
            Err(Error::typed(ScimType::InvalidValue, detail))
        }
        Some(value) => Ok(value.to_owned()),
        None => {
            story.notes.push(format!(
                "No {attribute} came, so the user ID ends with something random: no sub of a login is the same, and this user cannot \
                 sign in."
            ));
            Ok(issuing::token(24))
        }
    }
}
