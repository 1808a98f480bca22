use lintel_scim::{Error, Kind, list::Selection};

use super::shape::shown;
use crate::scim::{
    answer::Answer,
    service::{Service, no_resource},
};

pub(in crate::scim) async fn read(service: &Service, id: &str, selection: &Selection) -> Result<Answer, Error> {
    let with_members = selection.has("members");
    let group = service.state.store.group(id, with_members).await?;
    let group = group.filter(|group| group.connection_id == service.connection_id);
    let mut resource = shown(service, &group.ok_or_else(|| no_resource(Kind::Group, id))?, with_members);
    selection.apply(&mut resource);
    Ok(Answer::ok(resource))
}

pub(in crate::scim) async fn delete(service: &Service, id: &str) -> Result<Answer, Error> {
    match service.state.store.delete_group(Some(&service.connection_id), id).await? {
        true => Ok(Answer::empty()),
        false => Err(no_resource(Kind::Group, id)),
    }
}
