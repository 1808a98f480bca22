//! Which field a place in a connection belongs to.

use super::{
    description::Field,
    table::{ConnectionForm, FIELDS},
};

/// The field at a path of members, and the names of what is below it.
pub(crate) fn at(path: &[String]) -> Option<(&'static Field<ConnectionForm>, &[String])> {
    let below = |place: &str| -> Option<&[String]> {
        let names: Vec<&str> = place.split('/').skip(1).collect();
        let within = path.len() >= names.len() && path.iter().zip(&names).all(|(member, name)| member == name);
        within.then(|| &path[names.len()..])
    };
    FIELDS.iter().find_map(|field| {
        let places = [field.path].into_iter().chain(field.also.iter().copied());
        places.filter(|place| !place.is_empty()).find_map(below).map(|rest| (field, rest))
    })
}
