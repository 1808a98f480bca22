//! Words, strings and brackets.

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A name with its URN and dots, an operator, a number, `true`.
    Word(&'a str),
    /// A JSON string, unescaped.
    Text(String),
    Open,
    Close,
    OpenBracket,
    CloseBracket,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    /// Where the next token is looked for, and where the last one began.
    at: usize,
    last: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, last: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, String> {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t']);
        self.last = self.text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            self.at = self.last;
            return Ok(None);
        };
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '[' => (Token::OpenBracket, 1),
            ']' => (Token::CloseBracket, 1),
            '"' => {
                let length = string_length(rest).ok_or_else(|| self.expected("the quotation mark that ends a text"))?;
                let text =
                    serde_json::from_str(&rest[..length]).map_err(|_| self.expected("a text as JSON writes it"))?;
                (Token::Text(text), length)
            }
            _ => {
                let length = rest.find(|letter| !in_word(letter)).unwrap_or(rest.len());
                if length == 0 {
                    return Err(self.expected("a name, a value or a bracket"));
                }
                (Token::Word(&rest[..length]), length)
            }
        };
        self.at = self.last + length;
        Ok(Some(token))
    }

    /// Takes the next token if it is this one.
    pub(super) fn take(&mut self, token: &Token<'_>) -> Result<bool, String> {
        self.take_if(|next| next == token)
    }

    pub(super) fn take_word(&mut self, word: &str) -> Result<bool, String> {
        self.take_if(|next| matches!(next, Token::Word(next) if next.eq_ignore_ascii_case(word)))
    }

    /// The name of `.name`, where that comes at once.
    pub(super) fn take_dotted(&mut self) -> Result<Option<&'a str>, String> {
        if !self.text[self.at..].starts_with('.') {
            return Ok(None);
        }
        match self.next()? {
            Some(Token::Word(word)) => Ok(Some(&word[1..])),
            _ => Ok(None),
        }
    }

    /// The end of a sentence: where something else was expected than what the last token is.
    pub(super) fn expected(&self, what: &str) -> String {
        let found: String = self.text[self.last..].chars().take(20).collect();
        let character = self.text[..self.last].chars().count() + 1;
        match found.is_empty() {
            true => format!("ends where {what} was expected."),
            false => format!("has {found:?} at character {character}, where {what} was expected."),
        }
    }

    fn take_if(&mut self, wanted: impl FnOnce(&Token<'_>) -> bool) -> Result<bool, String> {
        let (at, last) = (self.at, self.last);
        let found = self.next()?.is_some_and(|next| wanted(&next));
        if !found {
            (self.at, self.last) = (at, last);
        }
        Ok(found)
    }
}

fn in_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ":._-$+".contains(letter)
}

/// With both quotation marks.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
