//! A call, and what an answer to it may be, as errors name them.

use std::fmt;

use crate::Method;

/// The bytes of an answer that are read, after inflating. A page of a hundred connections, each with the largest metadata that the
/// API takes, is half as large.
pub const MAX_BODY: usize = 32 * 1024 * 1024;
/// The levels of objects and arrays in an answer. What wraps a part of one to keep it stays below what a JSON
/// reader takes.
pub const MAX_DEPTH: usize = 64;

/// What was asked, for the errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub method: Method,
    pub path: String,
}

impl Asked {
    pub(super) fn new(method: Method, path: &str) -> Self {
        Asked { method, path: path.to_owned() }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// Why an answer is not what the API promises. It repeats no value: an answer may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("it is empty")]
    Empty,
    #[error("it is a web page and no JSON")]
    Page,
    #[error("it is no JSON")]
    NoJson,
    #[error("its JSON breaks off or has a mistake at line {line}, column {column}")]
    Broken { line: usize, column: usize },
    #[error("its JSON has other members, or values of other types, at line {line}, column {column}")]
    OtherShape { line: usize, column: usize },
    #[error("its JSON is {depth} levels deep, and {MAX_DEPTH} are read")]
    Deep { depth: usize },
}
