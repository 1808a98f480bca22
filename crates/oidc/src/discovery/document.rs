use serde_json::{Map, Value};
use url::Url;

use super::checks::answer::{DOCUMENT_IS_HTML, DOCUMENT_NOT_JSON, DOCUMENT_NOT_OBJECT};
use crate::Finding;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// A discovery document as it was served: every member, known or not, in its order and with whatever type it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    members: Map<String, Value>,
    byte_order_mark: bool,
}

impl Document {
    pub fn parse(bytes: &[u8]) -> Result<Self, Finding> {
        let (bytes, byte_order_mark) = match bytes.strip_prefix(BOM) {
            Some(rest) => (rest, true),
            None => (bytes, false),
        };
        match parse_json(bytes)? {
            Value::Object(members) => Ok(Document { members, byte_order_mark }),
            other => Err(DOCUMENT_NOT_OBJECT
                .finding("document", format!("The document is {} and not a JSON object.", a_json_type(&other)))
                .expected("a JSON object")
                .got(json_type(&other))
                .remedy("Check that the URL is the provider's discovery document and not another of its files.")),
        }
    }

    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    pub fn into_members(self) -> Map<String, Value> {
        self.members
    }

    pub fn get(&self, member: &str) -> Option<&Value> {
        self.members.get(member)
    }

    /// The member where it is a string and not empty.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.get(member)?.as_str().filter(|text| !text.is_empty())
    }

    /// The member where it is an absolute http or https URL.
    pub fn url(&self, member: &str) -> Option<Url> {
        let url = Url::parse(self.text(member)?).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    /// The strings of an array member; absent where the member is absent, empty or no array.
    pub fn list(&self, member: &str) -> Option<Vec<&str>> {
        let list: Vec<&str> = self.get(member)?.as_array()?.iter().filter_map(Value::as_str).collect();
        (!list.is_empty()).then_some(list)
    }

    /// Whether the member is an array with an object in it, as `keys` of a key set is.
    pub(crate) fn list_of_objects(&self, member: &str) -> bool {
        self.get(member).and_then(Value::as_array).is_some_and(|items| items.iter().any(Value::is_object))
    }

    pub fn issuer(&self) -> Option<&str> {
        self.text("issuer")
    }

    /// Whether the file began with a byte order mark, which RFC 8259, section 8.1, forbids.
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// Whether this is provider metadata at all, however incomplete.
    pub(crate) fn is_provider_metadata(&self) -> bool {
        ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]
            .iter()
            .any(|member| self.members.contains_key(*member))
    }
}

/// JSON of any type, or the finding that says where it breaks or what it is instead.
pub(crate) fn parse_json(bytes: &[u8]) -> Result<Value, Finding> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let Some(first) = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) else {
        return Err(DOCUMENT_NOT_JSON
            .finding("document", "The document is empty.")
            .expected("a JSON object")
            .got("nothing"));
    };
    if *first == b'<' {
        let finding =
            DOCUMENT_IS_HTML.finding("document", "The document is a web page and not JSON.").expected("a JSON object");
        let finding = match title(bytes) {
            Some(title) => finding.got(format!("a page titled “{title}”")),
            None => finding.got("HTML or XML"),
        };
        return Err(finding.remedy(
            "This is probably the sign-in page or a portal. Use the issuer's address from the provider's settings.",
        ));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
        DOCUMENT_NOT_JSON
            .finding("document", format!("Line {line}, column {column} is not valid JSON: {what}."))
            .expected("valid JSON")
            .got(around(bytes, line, column))
            .remedy(format!("Correct line {line} at the provider; every relying party stops there."))
    })
}

pub(crate) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

pub(crate) fn a_json_type(value: &Value) -> String {
    match json_type(value) {
        "null" => "null".to_owned(),
        name @ ("array" | "object") => format!("an {name}"),
        name => format!("a {name}"),
    }
}

fn title(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let lower = text.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let title: String = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    (!title.is_empty()).then_some(title)
}

/// The text of the line up to and around the place where it breaks.
fn around(bytes: &[u8], line: usize, column: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line: Vec<char> = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().chars().collect();
    let from = column.saturating_sub(30).min(line.len());
    let to = (column + 30).min(line.len());
    line[from..to].iter().collect::<String>().trim().to_owned()
}
