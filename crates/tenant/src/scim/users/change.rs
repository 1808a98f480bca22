//! PUT and PATCH of a user: the stored user is shown as SCIM, changed there, and what differs is written back.

use lintel_oidc::sign_in::mapping::MAX_PROFILE;
use lintel_scim::{Error, Kind, list::Selection, mapping::Write, patch::PatchRequest, resource};
use serde_json::Value;

use crate::{
    scim::{
        answer::Answer,
        journal::Story,
        service::{Service, User, no_resource},
    },
    store::instant,
};

pub(in crate::scim) async fn replace(
    service: &Service,
    id: &str,
    body: &Value,
    selection: &Selection,
    story: &mut Story,
) -> Result<Answer, Error> {
    let sent = body.clone();
    change(service, id, selection, story, move |before| resource::replace(Kind::User, before, &sent).map(Some)).await
}

pub(in crate::scim) async fn patch(
    service: &Service,
    id: &str,
    body: &Value,
    selection: &Selection,
    story: &mut Story,
) -> Result<Answer, Error> {
    let request = PatchRequest::parse(Kind::User, body)?;
    change(service, id, selection, story, move |before| request.apply(before)).await
}

/// `make` gives the resource as it is to be; `None` is no change.
async fn change(
    service: &Service,
    id: &str,
    selection: &Selection,
    story: &mut Story,
    make: impl FnOnce(&Value) -> Result<Option<Value>, Error> + Send + 'static,
) -> Result<Answer, Error> {
    let own = service.clone();
    let work = move |user: &User| -> Result<(User, Changed), Error> {
        let before = own.shown(user);
        let Some(after) = make(&before)? else { return Ok((user.clone(), Changed::default())) };
        let writes = own.mapping.from_scim(&before, &after);
        let changed = written(&own, user, &writes)?;
        Ok((changed, Changed { writes, after }))
    };
    let changed = service
        .state
        .store
        .change_provisioned_user::<Changed, Error, _>(&service.connection_id, id, service.unique_path(), work)
        .await?;
    let (before, user, changed) = changed.ok_or_else(|| no_resource(Kind::User, id))?;
    story.wrote(&changed.writes, &Value::Object(before));
    tell_what_is_lost(service, &changed.after, story);
    tell_of_identity(service, id, &changed.after, story);
    if user.get("blocked") == Some(&Value::Bool(true)) {
        service.state.codes.end_user(id, service.now);
    }
    let mut shown = service.shown(&user);
    selection.apply(&mut shown);
    Ok(Answer::ok(shown))
}

#[derive(Debug, Default)]
struct Changed {
    writes: Vec<Write>,
    /// The resource that was asked for; null where nothing changed.
    after: Value,
}

fn written(service: &Service, user: &User, writes: &[Write]) -> Result<User, Error> {
    let mut after = Value::Object(user.clone());
    for write in writes {
        write.apply(&mut after);
    }
    let Value::Object(mut after) = after else { return Err(Error::of(500, "The user is no object.")) };
    if after != *user {
        after.insert("updated_at".to_owned(), instant(service.now).into());
        not_too_large(&after)?;
    }
    Ok(after)
}

pub(super) fn not_too_large(user: &User) -> Result<(), Error> {
    let size = serde_json::to_string(user).map_or(usize::MAX, |text| text.len());
    if size <= MAX_PROFILE {
        return Ok(());
    }
    Err(Error::of(413, format!("The user would have {size} bytes, and may have {MAX_PROFILE}.")))
}

/// What the mapping keeps nowhere is no error: it is what Auth0 does.
pub(super) fn tell_what_is_lost(service: &Service, resource: &Value, story: &mut Story) {
    let lost = service.mapping.kept_nowhere(resource);
    if !lost.is_empty() {
        story.notes.push(format!("The mapping keeps nowhere: {}.", lost.join(", ")));
    }
}

/// A user ID is made once.
fn tell_of_identity(service: &Service, id: &str, resource: &Value, story: &mut Story) {
    let attribute = &service.user_id_attribute;
    let now = Kind::User.target(attribute).and_then(|target| resource.get(target.attribute.name)?.as_str());
    let made_of = id.splitn(3, '|').nth(2).unwrap_or_default();
    if let Some(now) = now.filter(|now| *now != made_of) {
        story.notes.push(format!(
            "{attribute} is {now}, and the user ID was made of {made_of}: a login still needs {made_of} as its sub."
        ));
    }
}
