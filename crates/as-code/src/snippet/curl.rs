use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method, call.url());
    let mut text = format!(
        "{comments}curl --fail-with-body --request {method} \\\n  --url '{url}' \\\n  --header \"authorization: Bearer ${TOKEN}\""
    );
    if let Some(body) = &call.body {
        text += &format!(" \\\n  --header 'content-type: application/json' \\\n  --data-raw {}", literal::shell(body));
    }
    text + "\n"
}
