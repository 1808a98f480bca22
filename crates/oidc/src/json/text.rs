use super::{
    level,
    value::{Json, JsonError, MAX_DEPTH, syntax},
};

/// Reads JSON of any type. A byte order mark in front of it is skipped (RFC 8259, section 8.1).
pub fn parse(bytes: &[u8]) -> Result<Json, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes));
    let (read, notes) = level::read(&mut deserializer);
    match read.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(Json { value, repeated: notes.repeated }),
        Err(_) if notes.too_deep => Err(JsonError::TooDeep { member: notes.member }),
        Err(error) => Err(JsonError::Syntax(error)),
    }
}

pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a text that should be JSON is none that is taken, with what a person needs to find the place.
#[derive(Debug, thiserror::Error)]
pub enum NoJson {
    #[error("The document is empty.")]
    Empty,
    #[error("The document is a web page and not JSON.")]
    WebPage { title: Option<String> },
    #[error("{}", refused(.error))]
    Refused {
        error: JsonError,
        /// What stands where the syntax breaks; empty where it does not.
        around: String,
    },
}

/// As [`parse`], but tells a web page and an empty answer apart from JSON that is wrong.
pub fn read(bytes: &[u8]) -> Result<Json, NoJson> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Err(NoJson::Empty),
        Some(b'<') => Err(NoJson::WebPage { title: title(bytes) }),
        Some(_) => parse(bytes).map_err(|error| {
            let around = match &error {
                JsonError::Syntax(error) => around(bytes, error.line(), error.column()),
                _ => String::new(),
            };
            NoJson::Refused { error, around }
        }),
    }
}

impl From<JsonError> for NoJson {
    fn from(error: JsonError) -> Self {
        NoJson::Refused { error, around: String::new() }
    }
}

fn refused(error: &JsonError) -> String {
    match error {
        JsonError::Syntax(error) => {
            format!("Line {}, column {} is not valid JSON: {}.", error.line(), error.column(), syntax(error))
        }
        JsonError::TooDeep { member } => {
            let what = if member.is_empty() { "The document".to_owned() } else { format!("“{member}”") };
            format!("{what} is nested more than {MAX_DEPTH} levels deep, and nothing of the document is used.")
        }
        JsonError::Repeated(repeat) => format!("{repeat}, and readers differ in which they take."),
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
