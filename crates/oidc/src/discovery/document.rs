use serde_json::{Map, Value};
use url::Url;

use super::checks::answer::{DOCUMENT_IS_HTML, DOCUMENT_NOT_JSON, DOCUMENT_NOT_OBJECT, DOCUMENT_TOO_DEEP};
use super::checks::members::MEMBER_REPEATED;
use crate::Finding;
use crate::json::{self, BYTE_ORDER_MARK, Json, JsonError, MAX_DEPTH, Repeat};

/// A discovery document as it was served: every member, known or not, in its order and with whatever type it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    members: Map<String, Value>,
    byte_order_mark: bool,
    repeated: Vec<Repeat>,
}

/// The members that a sign-in reads. Of two values of one of them, another reader may take the other.
const READ: [&str; 8] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "code_challenge_methods_supported",
    "dpop_signing_alg_values_supported",
    "authorization_response_iss_parameter_supported",
];

impl Document {
    pub fn parse(bytes: &[u8]) -> Result<Self, Finding> {
        let Json { value, repeated } = read_json(bytes)?;
        if let Some(repeat) = repeated.iter().find(|repeat| READ.contains(&repeat.member.as_str())) {
            return Err(member_repeated(&repeat.member, repeat));
        }
        match value {
            Value::Object(members) => {
                Ok(Document { members, byte_order_mark: bytes.starts_with(BYTE_ORDER_MARK), repeated })
            }
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

    /// Where the document is taken to come from: `served`, the URL that answered; for a saved one its issuer.
    pub(crate) fn home(&self, served: Option<&Url>) -> Option<Url> {
        served.cloned().or_else(|| self.url("issuer"))
    }

    /// Whether the file began with a byte order mark, which RFC 8259, section 8.1, forbids.
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// What comes more than once, and is not read for a sign-in.
    pub(crate) fn repeated(&self) -> &[Repeat] {
        &self.repeated
    }

    /// Whether this is provider metadata at all, however incomplete.
    pub(crate) fn is_provider_metadata(&self) -> bool {
        ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]
            .iter()
            .any(|member| self.members.contains_key(*member))
    }
}

/// JSON of any type, or the finding that says where it breaks or what it is instead.
pub(crate) fn read_json(bytes: &[u8]) -> Result<Json, Finding> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
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
    json::parse(bytes).map_err(|error| match error {
        JsonError::Syntax(error) => {
            let (line, column) = (error.line(), error.column());
            DOCUMENT_NOT_JSON
                .finding(
                    "document",
                    format!("Line {line}, column {column} is not valid JSON: {}.", json::syntax(&error)),
                )
                .expected("valid JSON")
                .got(around(bytes, line, column))
                .remedy(format!("Correct line {line} at the provider; every relying party stops there."))
        }
        JsonError::TooDeep { member } => too_deep(&member),
        JsonError::Repeated(repeat) => member_repeated("document", &repeat),
    })
}

fn too_deep(member: &str) -> Finding {
    let what = if member.is_empty() { "The document".to_owned() } else { format!("“{member}”") };
    DOCUMENT_TOO_DEEP
        .finding(
            if member.is_empty() { "document" } else { member },
            format!("{what} is nested more than {MAX_DEPTH} levels deep, and nothing of the document is used."),
        )
        .expected(format!("at most {MAX_DEPTH} arrays and objects within one another"))
        .got(format!("more than {MAX_DEPTH}"))
        .remedy("Have the provider correct it; no member of provider metadata needs more than 5.")
}

pub(crate) fn member_repeated(member: &str, repeat: &Repeat) -> Finding {
    MEMBER_REPEATED
        .finding(member, format!("{repeat}, and readers differ in which they take."))
        .expected("each name once")
        .got(format!("{} more than once", repeat.name))
        .remedy(format!("Have the provider take all but one “{}” out.", repeat.name))
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
