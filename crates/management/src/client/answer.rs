//! How an answer is read: within bounds, whoever sent it.

use std::sync::Arc;

use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    asked::{Asked, MAX_BODY, MAX_DEPTH, Unfit},
    error::ClientError,
    outline::Outline,
};

/// The bytes of an answer that are made room for because it says so: a page of a list.
const MOST_EXPECTED: usize = 1024 * 1024;
/// The characters of the tenant's own words that are repeated.
const MAX_WORDS: usize = 1000;

impl Asked {
    pub(super) fn unreachable(&self, source: reqwest::Error) -> ClientError {
        // Its query may hold what a person looked for, and errors are logged.
        ClientError::Unreachable { asked: self.clone(), source: Arc::new(source.without_url()) }
    }

    /// The body, as long as it is not too large.
    pub(super) async fn body(&self, mut answer: Response) -> Result<Vec<u8>, ClientError> {
        let said = answer.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let mut body = Vec::with_capacity(said.min(MOST_EXPECTED));
        while let Some(chunk) = answer.chunk().await.map_err(|source| self.unreachable(source))? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(ClientError::TooLarge { asked: self.clone() });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// The value that the body is to hold.
    pub(super) fn value<T: DeserializeOwned>(&self, status: StatusCode, body: &[u8]) -> Result<T, ClientError> {
        self.value_of(status, body, &Outline::of(body))
    }

    /// The same where its outline is known.
    pub(super) fn value_of<T: DeserializeOwned>(
        &self,
        status: StatusCode,
        body: &[u8],
        outline: &Outline,
    ) -> Result<T, ClientError> {
        let unfit = match serde_json::from_slice(body) {
            _ if outline.depth > MAX_DEPTH => Unfit::Deep { depth: outline.depth },
            Ok(value) => return Ok(value),
            Err(_) if body.trim_ascii().is_empty() => Unfit::Empty,
            Err(_) if !begins_like_json(body) => match body.trim_ascii_start().first() {
                Some(b'<') => Unfit::Page,
                _ => Unfit::NoJson,
            },
            Err(error) if error.is_data() => Unfit::OtherShape { line: error.line(), column: error.column() },
            Err(error) => Unfit::Broken { line: error.line(), column: error.column() },
        };
        Err(ClientError::Unreadable { asked: self.clone(), status: status.as_u16(), unfit })
    }
}

/// The tenant's words, as much of them as a person reads.
pub(super) fn words(text: &str) -> String {
    shortened(text, MAX_WORDS)
}

pub(super) fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn begins_like_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenants_words_are_cut_between_characters() {
        assert_eq!(shortened(" äöü ", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äöü…");
    }
}
