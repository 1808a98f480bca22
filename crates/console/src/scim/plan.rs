//! The request that brings SCIM from one state to another.

use lintel_management::{Request, ScimPair};

use crate::view::ScimSettings;

pub(crate) fn planned(id: &str, before: Option<&ScimSettings>, after: Option<&ScimSettings>) -> Request {
    match (before, after) {
        (_, None) => Request::delete_scim_configuration(id),
        (None, Some(after)) => Request::create_scim_configuration(id, Some((&after.user_id_attribute, &pairs(after)))),
        (Some(_), Some(after)) => Request::update_scim_configuration(id, &after.user_id_attribute, &pairs(after)),
    }
}

pub(crate) fn pairs(settings: &ScimSettings) -> Vec<ScimPair> {
    settings.mapping.iter().map(|row| ScimPair::new(&row.scim, &row.profile)).collect()
}
