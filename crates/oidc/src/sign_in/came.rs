//! What an endpoint answered, read as a JSON object whatever it calls itself.

use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::{
    http::Fetched,
    json::{self, JsonError, NoJson, a_json_type},
};

/// Why an answer is no object.
#[derive(Debug)]
pub(super) enum NoObject {
    /// JSON that is refused for its shape.
    Refused(JsonError),
    /// What came instead, in words that follow "with". They hold nothing that may be a secret.
    Came(String),
}

/// Each name once in every object.
pub(super) fn object(answer: &Fetched) -> Result<Map<String, Value>, NoObject> {
    match json::read(&answer.body) {
        Ok(read) => match read.unique() {
            Ok(Value::Object(members)) => Ok(members),
            Ok(other) => Err(NoObject::Came(format!("JSON that is {} and no object", a_json_type(&other)))),
            Err(error) => Err(NoObject::Refused(error)),
        },
        Err(NoJson::Empty) => Err(NoObject::Came("an empty body".to_owned())),
        Err(NoJson::WebPage { title: Some(title) }) => Err(NoObject::Came(format!("a web page titled “{title}”"))),
        Err(NoJson::WebPage { title: None }) => Err(NoObject::Came("a web page, or XML".to_owned())),
        Err(NoJson::Refused { error: JsonError::Syntax(error), .. }) => {
            Err(NoObject::Came(not_json(answer, error.line(), error.column())))
        }
        Err(NoJson::Refused { error, .. }) => Err(NoObject::Refused(error)),
    }
}

/// The media type, where it is not that of JSON.
pub(super) fn other_type(answer: &Fetched) -> Option<&str> {
    let Some(media) = &answer.content_type else { return Some("no Content-Type") };
    let bare = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (bare != "application/json" && !bare.ends_with("+json")).then_some(media)
}

/// The fields of a body that is a form and not JSON.
pub(super) fn form(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let fields: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().take(FIELDS).collect();
    (text.contains('=') && fields.iter().all(|(name, _)| plain(name))).then_some(fields)
}

/// Of a form that are read.
const FIELDS: usize = 32;

fn not_json(answer: &Fetched, line: usize, column: usize) -> String {
    let media = answer.content_type.as_deref().unwrap_or("no Content-Type");
    if std::str::from_utf8(&answer.body).is_err() {
        return format!("bytes that are not UTF-8, as JSON has to be ({media})");
    }
    match form(&answer.body) {
        Some(fields) => {
            let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).take(10).collect();
            format!("a form and not JSON ({})", names.join(", "))
        }
        None => format!("text that is not JSON from line {line}, column {column} on ({media})"),
    }
}
