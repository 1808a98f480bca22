//! Lists: those of one kind, and of both at once.

use lintel_scim::{
    Error, Kind, ScimType,
    list::{self, ListRequest},
};
use serde_json::Value;

use super::{answer::Answer, groups, service::Service, users};

pub(super) async fn list(service: &Service, kind: Kind, request: &ListRequest) -> Result<Answer, Error> {
    let (total, resources) = page(service, kind, request, request.start_index.saturating_sub(1), request.count).await?;
    Ok(Answer::ok(list::response(total, request.start_index, resources)))
}

/// Users, then groups. A filter that one kind has no attributes for finds none of it.
pub(super) async fn everything(service: &Service, body: &Value) -> Result<Answer, Error> {
    let asked = [Kind::User, Kind::Group].map(|kind| (kind, ListRequest::from_search(kind, body)));
    if let [(_, Err(error)), (_, Err(_))] = &asked {
        return Err(error.clone());
    }
    let (mut total, mut resources, mut start_index) = (0, Vec::new(), 1);
    for (kind, request) in asked {
        let request = match request {
            Ok(request) => request,
            Err(error) if error.scim_type == Some(ScimType::InvalidFilter) => continue,
            Err(error) => return Err(error),
        };
        start_index = request.start_index;
        let skip = start_index.saturating_sub(1).saturating_sub(total);
        let take = request.count.saturating_sub(resources.len());
        let (found, page) = page(service, kind, &request, skip, take).await?;
        total += found;
        resources.extend(page);
    }
    Ok(Answer::ok(list::response(total, start_index, resources)))
}

async fn page(
    service: &Service,
    kind: Kind,
    request: &ListRequest,
    skip: usize,
    take: usize,
) -> Result<(usize, Vec<Value>), Error> {
    match kind {
        Kind::User => users::page(service, request, skip, take).await,
        Kind::Group => groups::page(service, request, skip, take).await,
    }
}
