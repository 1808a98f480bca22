use lintel_scim::{Error, Kind};

use crate::scim::{
    answer::Answer,
    journal::Story,
    service::{Service, no_resource},
};

pub(in crate::scim) async fn delete(service: &Service, id: &str, story: &mut Story) -> Result<Answer, Error> {
    let gone = service.state.store.delete_provisioned_user(&service.connection_id, id).await?;
    let user = gone.ok_or_else(|| no_resource(Kind::User, id))?;
    service.state.codes.end_user(id, service.now);
    for (path, value) in user.into_iter().filter(|(path, _)| path != "identities") {
        story.changed(&path, Some(value), None);
    }
    Ok(Answer::empty())
}
