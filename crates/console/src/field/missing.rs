//! What is said of a field that is empty and must not be.

use super::FIELDS;
use crate::view::Problem;

pub(crate) fn missing(id: &str) -> Problem {
    let needed = FIELDS.iter().find(|field| field.id == id).and_then(|field| field.needed);
    let problem = needed.map(|needed| Problem::new(needed.code, needed.message).remedy(needed.remedy));
    problem.unwrap_or_else(|| Problem::new("field-missing", format!("{id} is empty."))).at(id)
}
