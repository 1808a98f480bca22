//! The user mapping of a connection, as a form has it.

use lintel_management::Options;
use serde_json::{Map, Value};

use super::values::{MappingForm, MappingMode};
use crate::view::Problem;

impl MappingForm {
    pub(crate) fn of(options: &Options) -> Self {
        let map = options.attribute_map();
        let text = |member: &str| map.and_then(|map| map.get(member)).and_then(Value::as_str);
        let attributes = map.and_then(|map| map.get("attributes")).filter(|value| value.is_object());
        MappingForm {
            mode: match text("mapping_mode") {
                Some("use_map") => MappingMode::UseMap,
                _ => MappingMode::BindAll,
            },
            attributes: attributes.map(|value| format!("{value:#}")).unwrap_or_default(),
            userinfo_scope: text("userinfo_scope").unwrap_or_default().to_owned(),
        }
    }

    /// `attribute_map` as it is to be: `current` with what the form says otherwise; other members stay.
    pub(crate) fn attribute_map(&self, current: &Options) -> Result<Option<Map<String, Value>>, Problem> {
        let before = MappingForm::of(current);
        if *self == before {
            return Ok(None);
        }
        let mut map = current.attribute_map().cloned().unwrap_or_default();
        if self.mode != before.mode {
            let mode = match self.mode {
                MappingMode::BindAll => "bind_all",
                MappingMode::UseMap => "use_map",
            };
            map.insert("mapping_mode".to_owned(), mode.into());
        }
        if self.mode == MappingMode::UseMap {
            let attributes = self.templates()?;
            if map.get("attributes").and_then(Value::as_object) != Some(&attributes) {
                map.insert("attributes".to_owned(), Value::Object(attributes));
            }
            let scope = self.userinfo_scope.split_whitespace().collect::<Vec<_>>().join(" ");
            if scope.is_empty() && !before.userinfo_scope.is_empty() {
                map.shift_remove("userinfo_scope");
            } else if scope != before.userinfo_scope {
                map.insert("userinfo_scope".to_owned(), scope.into());
            }
        }
        Ok((current.attribute_map() != Some(&map) && !map.is_empty()).then_some(map))
    }
}
