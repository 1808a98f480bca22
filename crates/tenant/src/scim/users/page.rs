use lintel_scim::{Error, list::ListRequest};
use serde_json::Value;

use crate::{
    scim::service::{Service, User},
    store::UsersAsked,
};

/// How many there are, and those of the page.
pub(in crate::scim) async fn page(
    service: &Service,
    request: &ListRequest,
    skip: usize,
    take: usize,
) -> Result<(usize, Vec<Value>), Error> {
    let filter = match request.filter.clone() {
        None => None,
        Some(filter) => {
            let (query, judging) = (service.mapping.query(&filter)?, service.clone());
            let judge: Box<dyn Fn(&User) -> bool + Send> = Box::new(move |user| filter.matches(&judging.shown(user)));
            Some((query, judge))
        }
    };
    let asked = UsersAsked { connection_id: service.connection_id.clone(), filter, skip, take };
    let (users, total) = service.state.store.provisioned_users(asked).await?;
    let shown = users.iter().map(|user| {
        let mut resource = service.shown(user);
        request.selection.apply(&mut resource);
        resource
    });
    Ok((total, shown.collect()))
}
