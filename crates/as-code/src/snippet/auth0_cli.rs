use lintel_management::Method;

use super::{call::Call, literal, names::DOMAIN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let method = call.method.to_string().to_lowercase();
    let below = call.target.strip_prefix("/api/v2/").unwrap_or(&call.target);
    let mut text = format!("{comments}auth0 api {method} '{below}'");
    // Otherwise it goes to whichever tenant was used last.
    if call.authority != DOMAIN {
        text += &format!(" --tenant '{}'", call.authority);
    }
    // Otherwise it asks, and a script stops there.
    if call.method == Method::Delete {
        text += " --force";
    }
    if let Some(body) = &call.body {
        text += &format!(" --data {}", literal::shell(body));
    }
    text + "\n"
}
