use lintel_scim::{Error, Kind, list::Selection, resource};
use rand::{Rng, RngExt};
use serde_json::Value;

use super::shape::{changed, shown};
use crate::{
    scim::{answer::Answer, journal::Story, service::Service},
    store::{Group, instant},
};

/// Of which Auth0's group IDs are made.
const LETTERS: &[u8] = b"123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

pub(in crate::scim) async fn create(
    service: &Service,
    body: &Value,
    selection: &Selection,
    story: &mut Story,
) -> Result<Answer, Error> {
    let resource = resource::read(Kind::Group, body)?;
    let new = Group {
        id: new_id(),
        connection_id: service.connection_id.clone(),
        display_name: String::new(),
        external_id: None,
        created_at: instant(service.now),
        updated_at: instant(service.now),
        members: Vec::new(),
    };
    let group = service.state.store.insert_group(changed(service, &new, &resource)?).await?;
    story.about(&group.id);
    story.changed("displayName", None, Some(group.display_name.as_str().into()));
    let mut resource = shown(service, &group, true);
    selection.apply(&mut resource);
    Ok(Answer::created(resource, service.location(Kind::Group, &group.id)))
}

fn new_id() -> String {
    let mut rng = rand::rng();
    let rng = &mut rng as &mut dyn Rng;
    let letters = (0..16).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]));
    format!("grp_{}", letters.collect::<String>())
}
