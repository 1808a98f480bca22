//! What is secret in a request, and what stands for it.

use lintel_management::Request;
use serde_json::Value;

use crate::field::upstream_params;

/// The request with placeholders, and which these are. A parameter for the provider may be a secret as well: its name tells.
pub(super) fn without_secrets(request: &Request) -> (Request, Vec<String>) {
    let (mut shown, hidden) = request.without_secrets();
    let mut placeholders: Vec<String> = hidden.iter().map(|member| member.placeholder.to_owned()).collect();
    let params = shown.body.as_mut().and_then(|body| body.pointer_mut("/options/upstream_params"));
    for (name, param) in params.and_then(Value::as_object_mut).into_iter().flatten() {
        if upstream_params::may_be_secret(name)
            && let Some(value) = param.get_mut("value").filter(|value| value.as_str() != Some(""))
        {
            let placeholder = placeholder(name);
            *value = placeholder.as_str().into();
            placeholders.push(placeholder);
        }
    }
    (shown, placeholders)
}

fn placeholder(name: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    format!("UPSTREAM_PARAM_{}", name.chars().map(letter).collect::<String>())
}
