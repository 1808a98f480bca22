//! What kind of value a member takes: as the field says, else as a side has it.

use serde_json::Value;

use crate::{
    field::{self, Elsewhere, Parts, Path},
    view::ValueShape,
};

pub(super) fn shape<const N: usize>(path: &Path, known: [Option<&Value>; N]) -> ValueShape {
    let field = field::at(path);
    match (field, known.into_iter().flatten().next()) {
        (Some((field, _)), _) if field.elsewhere == Elsewhere::Secret => ValueShape::Secret,
        (Some((field, _)), _) if field.is_set => ValueShape::List,
        (_, Some(Value::String(_))) => ValueShape::Text,
        (_, Some(Value::Bool(_))) => ValueShape::Flag,
        (_, Some(Value::Number(_))) => ValueShape::Number,
        (_, Some(Value::Array(items))) if items.iter().all(Value::is_string) => ValueShape::List,
        (_, Some(_)) => ValueShape::Json,
        (Some((field, [])), None) if matches!(field.parts, Parts::Under(_)) => ValueShape::Json,
        (_, None) => ValueShape::Text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::change::words::path;

    #[test]
    fn a_value_is_of_the_kind_that_the_field_takes_or_a_side_has() {
        let of = |pointer: &str, known: Option<Value>| shape(&path(pointer), [known.as_ref()]);
        assert_eq!(of("/options/client_secret", Some(json!("s"))), ValueShape::Secret);
        assert_eq!(of("/options/domain_aliases", None), ValueShape::List);
        assert_eq!(of("/options/upstream_params", None), ValueShape::Json);
        assert_eq!(of("/options/scope", None), ValueShape::Text);
        assert_eq!(of("/options/unknown", None), ValueShape::Text);
        assert_eq!(of("/show_as_button", Some(json!(true))), ValueShape::Flag);
        assert_eq!(of("/options/unknown", Some(json!(12))), ValueShape::Number);
        assert_eq!(of("/options/unknown", Some(json!(["a"]))), ValueShape::List);
        assert_eq!(of("/options/unknown", Some(json!([1]))), ValueShape::Json);
    }
}
