//! What is at which address.

use axum::http::Method;
use lintel_scim::{
    Error, Kind,
    list::{ListRequest, Selection},
};
use serde_json::Value;

use super::{access, answer::Answer, call::Call, discovery, groups, journal::Story, search, service::Service, users};
use crate::store::ScimTokenRecord;

pub(super) async fn dispatch(
    service: &Service,
    token: &ScimTokenRecord,
    call: &Call,
    body: &Value,
    story: &mut Story,
) -> Result<Answer, Error> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["Users", rest @ ..] => resource(service, token, Kind::User, rest, call, body, story).await,
        ["Groups", rest @ ..] => resource(service, token, Kind::Group, rest, call, body, story).await,
        [".search"] => match call.method {
            Method::POST => {
                story.action = "search";
                access::require(token, Kind::User, &Method::GET)?;
                access::require(token, Kind::Group, &Method::GET)?;
                search::everything(service, body).await
            }
            _ => Ok(Answer::not_allowed(call.method.as_str(), "POST")),
        },
        ["Me", ..] => Err(Error::of(501, "/Me is not done here: a token is a connection's and no person's.")),
        ["Bulk"] => Err(Error::of(501, "Bulk requests are not done here.")),
        _ => discovery::answer(service, &segments, call, story),
    }
}

async fn resource(
    service: &Service,
    token: &ScimTokenRecord,
    kind: Kind,
    rest: &[&str],
    call: &Call,
    body: &Value,
    story: &mut Story,
) -> Result<Answer, Error> {
    let method = call.method.clone();
    let allow = match rest {
        [] => "GET, POST",
        [".search"] => "POST",
        [_] => "GET, PUT, PATCH, DELETE",
        _ => return Err(discovery::nothing_at(call)),
    };
    if !allow.split(", ").any(|known| known == method.as_str()) {
        return Ok(Answer::not_allowed(method.as_str(), allow));
    }
    story.action = action(kind, rest, &method);
    if let [id] = rest
        && *id != ".search"
    {
        story.about(id);
    }
    access::require(token, kind, if *rest == [".search"] { &Method::GET } else { &method })?;
    if *rest == [".search"] {
        let request = ListRequest::from_search(kind, body)?;
        return search::list(service, kind, &request).await;
    }
    if rest.is_empty() && method == Method::GET {
        let request = ListRequest::from_query(kind, call.pairs())?;
        return search::list(service, kind, &request).await;
    }
    let selection = Selection::from_query(kind, call.pairs())?;
    let id = rest.first().copied().unwrap_or_default();
    match (kind, method) {
        (Kind::User, Method::POST) => users::create(service, body, &selection, story).await,
        (Kind::User, Method::PUT) => users::replace(service, id, body, &selection, story).await,
        (Kind::User, Method::PATCH) => users::patch(service, id, body, &selection, story).await,
        (Kind::User, Method::DELETE) => users::delete(service, id, story).await,
        (Kind::User, _) => users::read(service, id, &selection).await,
        (Kind::Group, Method::POST) => groups::create(service, body, &selection, story).await,
        (Kind::Group, Method::PUT) => groups::replace(service, id, body, &selection, story).await,
        (Kind::Group, Method::PATCH) => groups::patch(service, id, body, &selection, story).await,
        (Kind::Group, Method::DELETE) => groups::delete(service, id).await,
        (Kind::Group, _) => groups::read(service, id, &selection).await,
    }
}

fn action(kind: Kind, rest: &[&str], method: &Method) -> &'static str {
    let (user, group) = match (rest, method.as_str()) {
        ([".search"], _) => ("search_users", "search_groups"),
        ([], "POST") => ("create_user", "create_group"),
        ([], _) => ("list_users", "list_groups"),
        (_, "PUT") => ("replace_user", "replace_group"),
        (_, "PATCH") => ("update_user", "update_group"),
        (_, "DELETE") => ("delete_user", "delete_group"),
        _ => ("get_user", "get_group"),
    };
    if kind == Kind::User { user } else { group }
}
