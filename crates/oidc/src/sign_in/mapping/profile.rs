use serde_json::Value;

use crate::{Finding, sign_in::checks::profile::PROFILE_TOO_LARGE};

/// Bytes of a profile as JSON. What one provider says fits twice.
pub const MAX_PROFILE: usize = 256 * 1024;

/// One attribute with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    pub name: String,
    pub value: Value,
    pub from: String,
}

/// What is mapped so far.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) mapped: Vec<Mapped>,
    size: usize,
}

impl Profile {
    pub(super) fn add(&mut self, name: &str, value: Value, from: &str) -> Result<(), Box<Finding>> {
        let attribute = Mapped { name: name.to_owned(), value, from: from.to_owned() };
        self.size += size(&attribute);
        self.mapped.push(attribute);
        if self.size > MAX_PROFILE { Err(Box::new(self.too_large())) } else { Ok(()) }
    }

    fn too_large(&self) -> Finding {
        let largest = self.mapped.iter().max_by_key(|attribute| size(attribute));
        let name = largest.map_or("", |attribute| &attribute.name);
        PROFILE_TOO_LARGE
            .finding(
                name,
                format!(
                    "The mapping makes a profile of more than {MAX_PROFILE} bytes, of which “{name}” takes the most."
                ),
            )
            .expected(format!("at most {MAX_PROFILE} bytes"))
            .got(format!("more than {MAX_PROFILE} bytes"))
            .remedy(format!("Map less to “{name}”: look for a claim that its template uses more than once."))
    }
}

fn size(attribute: &Mapped) -> usize {
    attribute.name.len() + attribute.value.to_string().len()
}
