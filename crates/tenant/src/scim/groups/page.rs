use lintel_scim::{Error, Filter, filter::Literal, list::ListRequest, schema::Target};
use serde_json::Value;

use super::shape::{canonical, shown};
use crate::{
    scim::service::Service,
    store::{Group, GroupsAsked, Narrow},
};

/// How many there are, and those of the page.
pub(in crate::scim) async fn page(
    service: &Service,
    request: &ListRequest,
    skip: usize,
    take: usize,
) -> Result<(usize, Vec<Value>), Error> {
    let shows_members = request.selection.has("members");
    let filter = request.filter.clone();
    let with_members = shows_members || filter.as_ref().is_some_and(|filter| names(filter, "members"));
    let asked = GroupsAsked {
        connection_id: service.connection_id.clone(),
        narrow: filter.as_ref().map_or(Narrow::All, narrow),
        with_members,
        judge: Box::new(move |group: &Group| filter.as_ref().is_none_or(|filter| filter.matches(&judged(group)))),
        skip,
        take,
    };
    let (groups, total) = service.state.store.groups(asked).await?;
    let resources = groups.iter().map(|group| {
        let mut resource = shown(service, group, shows_members);
        request.selection.apply(&mut resource);
        resource
    });
    Ok((total, resources.collect()))
}

fn judged(group: &Group) -> Value {
    let mut resource = canonical(group);
    resource["meta"] = serde_json::json!({
        "resourceType": "Group", "created": group.created_at, "lastModified": group.updated_at,
    });
    resource
}

/// The first of what all must be true that SQL can look up.
fn narrow(filter: &Filter) -> Narrow {
    let equal = filter.equalities().unwrap_or_default();
    let looked_up = equal.into_iter().find_map(|comparison| {
        let Literal::Text(text) = &comparison.value else { return None };
        let text = text.clone();
        match (comparison.target.attribute.name, comparison.target.sub.map(|sub| sub.name)) {
            ("id", None) => Some(Narrow::Id(text)),
            ("displayName", None) => Some(Narrow::Name(text)),
            ("externalId", None) => Some(Narrow::ExternalId(text)),
            ("members", Some("value")) => Some(Narrow::Member(text)),
            _ => None,
        }
    });
    looked_up.unwrap_or(Narrow::All)
}

fn names(filter: &Filter, attribute: &str) -> bool {
    let is = |target: &Target| target.attribute.name == attribute;
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(|part| names(part, attribute)),
        Filter::Not(part) => names(part, attribute),
        Filter::Compare(comparison) => is(&comparison.target),
        Filter::Present(target) | Filter::Any(target, _) => is(target),
    }
}
