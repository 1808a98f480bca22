use serde_json::Value;

/// How many arrays and objects may stand within one another. Providers' documents come to 5; serde_json writes any depth and
/// reads 127 of it.
pub const MAX_DEPTH: usize = 32;

/// What a text says.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// Of a name that came more than once in one object, the last value.
    pub value: Value,
    /// At most one for each member of the outermost object, in no particular order.
    pub repeated: Vec<Repeat>,
}

/// A name that came more than once in one object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{name}” comes more than once{}", if name == member { String::new() } else { format!(" in an object within “{member}”") })]
pub struct Repeat {
    pub name: String,
    /// The member of the outermost object that it is, or that holds it; empty where the outermost is an array.
    pub member: String,
}

/// Why there is no value.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    #[error("line {}, column {} is not valid JSON: {}", .0.line(), .0.column(), syntax(.0))]
    Syntax(serde_json::Error),
    /// `member` as in [`Repeat`].
    #[error("{}nested more than {MAX_DEPTH} levels deep", if member.is_empty() { String::new() } else { format!("“{member}” is ") })]
    TooDeep { member: String },
    #[error(transparent)]
    Repeated(#[from] Repeat),
}

impl Json {
    /// The value, if every name came once: of two values under one name, another reader may take the other.
    pub fn unique(self) -> Result<Value, JsonError> {
        match self.repeated.into_iter().next() {
            Some(repeat) => Err(repeat.into()),
            None => Ok(self.value),
        }
    }
}

/// What serde_json holds against the text, without the place.
pub(super) fn syntax(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it ends in the middle".to_owned();
    }
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
