use lintel_scim::{Error, Kind, list::Selection};

use crate::scim::{
    answer::Answer,
    service::{Service, no_resource},
};

pub(in crate::scim) async fn read(service: &Service, id: &str, selection: &Selection) -> Result<Answer, Error> {
    let user = service.state.store.provisioned_user(&service.connection_id, id).await?;
    let mut resource = service.shown(&user.ok_or_else(|| no_resource(Kind::User, id))?);
    selection.apply(&mut resource);
    Ok(Answer::ok(resource))
}
