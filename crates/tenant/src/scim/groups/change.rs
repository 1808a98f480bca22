use lintel_scim::{Error, Kind, list::Selection, patch::PatchRequest, resource};
use serde_json::{Value, json};

use super::shape::{canonical, changed, shown};
use crate::{
    scim::{
        answer::Answer,
        journal::Story,
        service::{Service, no_resource},
    },
    store::Group,
};

pub(in crate::scim) async fn replace(
    service: &Service,
    id: &str,
    body: &Value,
    selection: &Selection,
    story: &mut Story,
) -> Result<Answer, Error> {
    let sent = body.clone();
    let group =
        change(service, id, story, move |before| resource::replace(Kind::Group, before, &sent).map(Some)).await?;
    Ok(answer(service, &group, selection))
}

/// Without a body, unless attributes were asked for: a group may be large, and Entra ID expects none.
pub(in crate::scim) async fn patch(
    service: &Service,
    id: &str,
    body: &Value,
    selection: &Selection,
    story: &mut Story,
) -> Result<Answer, Error> {
    let request = PatchRequest::parse(Kind::Group, body)?;
    let group = change(service, id, story, move |before| request.apply(before)).await?;
    Ok(if *selection == Selection::All { Answer::empty() } else { answer(service, &group, selection) })
}

/// `make` gives the resource as it is to be; `None` is no change.
async fn change(
    service: &Service,
    id: &str,
    story: &mut Story,
    make: impl FnOnce(&Value) -> Result<Option<Value>, Error> + Send + 'static,
) -> Result<Group, Error> {
    let own = service.clone();
    let work = move |group: &Group| match make(&canonical(group))? {
        Some(after) => changed(&own, group, &after),
        None => Ok(group.clone()),
    };
    let changed = service.state.store.change_group::<Error, _>(&service.connection_id, id, work).await?;
    let (before, after) = changed.ok_or_else(|| no_resource(Kind::Group, id))?;
    tell(&before, &after, story);
    Ok(after)
}

fn answer(service: &Service, group: &Group, selection: &Selection) -> Answer {
    let mut resource = shown(service, group, true);
    selection.apply(&mut resource);
    Answer::ok(resource)
}

fn tell(before: &Group, after: &Group, story: &mut Story) {
    let names = |group: &Group| [("displayName", json!(group.display_name)), ("externalId", json!(group.external_id))];
    for ((member, was), (_, is)) in names(before).into_iter().zip(names(after)) {
        if was != is {
            story.changed(member, Some(was), Some(is));
        }
    }
    // How many there were tells a group that was emptied by mistake.
    if before.members != after.members {
        story.changed("members", Some(before.members.len().into()), Some(after.members.len().into()));
    }
}
