//! One parser of filters, PATCH paths and mapping keys: recursive descent, as deep as [`MAX_DEPTH`] and no deeper.

mod lexer;
mod literal;

use crate::{
    Error, Filter, Kind, Path, ScimType,
    filter::{Literal, Operator},
    quoted::quoted,
    schema::{Target, Type},
};
use lexer::{Lexer, Token};

/// Bytes of a filter or path.
pub(crate) const MAX_BYTES: usize = 256 * 1024;
/// Parentheses and brackets within one another.
pub(crate) const MAX_DEPTH: usize = 64;
/// Comparisons of one filter.
pub(crate) const MAX_TERMS: usize = 1_000;

impl Filter {
    /// The filter of a query or a `.search` (RFC 7644, figure 1), and what providers write beyond it.
    ///
    /// # Errors
    ///
    /// 400 `invalidFilter`, which says what was not understood where, or which limit was passed.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Error> {
        let read = || {
            let mut parser = Parser::new(kind, text)?;
            let filter = parser.or(None)?;
            parser.end()?;
            Ok(filter)
        };
        read().map_err(|problem: String| Error::typed(ScimType::InvalidFilter, format!("The filter {problem}")))
    }
}

impl Path {
    /// A path of a PATCH (RFC 7644, figure 7), or a key of a mapping. URNs may be followed by a colon or a dot.
    ///
    /// # Errors
    ///
    /// 400 `invalidPath`, which says what was not understood where, or which limit was passed.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Error> {
        let read = || {
            let mut parser = Parser::new(kind, text)?;
            let path = parser.path()?;
            parser.end()?;
            Ok(path)
        };
        read().map_err(|problem: String| Error::typed(ScimType::InvalidPath, format!("The path {problem}")))
    }
}

struct Parser<'a> {
    kind: Kind,
    lexer: Lexer<'a>,
    depth: usize,
    terms: usize,
}

/// What follows "The filter" or "The path" in the sentence.
type Read<T> = Result<T, String>;

impl<'a> Parser<'a> {
    fn new(kind: Kind, text: &'a str) -> Read<Self> {
        if text.len() > MAX_BYTES {
            return Err(format!("is {} bytes long; {MAX_BYTES} are read.", text.len()));
        }
        Ok(Self { kind, lexer: Lexer::new(text), depth: 0, terms: 0 })
    }

    fn path(&mut self) -> Read<Path> {
        let Some(Token::Word(word)) = self.lexer.next()? else {
            return Err(self.lexer.expected("the name of an attribute"));
        };
        if let Some((schema, "")) = self.kind.split_urn(word) {
            return Ok(Path::Schema(schema));
        }
        let mut target = self.target(word, None)?;
        if !self.lexer.take(&Token::OpenBracket)? {
            return Ok(Path::Attribute { target, selector: None });
        }
        let selector = self.brackets(target)?;
        target.sub = self.sub_after_brackets(target)?;
        Ok(Path::Attribute { target, selector: Some(selector) })
    }

    /// `within` is the attribute whose brackets this stands in.
    fn or(&mut self, within: Option<Target>) -> Read<Filter> {
        self.chain("or", Filter::Or, |parser| parser.chain("and", Filter::And, |parser| parser.factor(within)))
    }

    fn chain(
        &mut self,
        word: &str,
        join: impl Fn(Vec<Filter>) -> Filter,
        mut part: impl FnMut(&mut Self) -> Read<Filter>,
    ) -> Read<Filter> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.lexer.take_word(word)? {
            parts.push(part(self)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { join(parts) })
    }

    fn factor(&mut self, within: Option<Target>) -> Read<Filter> {
        match self.lexer.next()? {
            Some(Token::Open) => self.group(within),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("not") => {
                if !self.lexer.take(&Token::Open)? {
                    return Err(self.lexer.expected("a parenthesis after \"not\""));
                }
                Ok(Filter::Not(Box::new(self.group(within)?)))
            }
            Some(Token::Word(word)) => self.term(word, within),
            _ => Err(self.lexer.expected("the name of an attribute")),
        }
    }

    fn group(&mut self, within: Option<Target>) -> Read<Filter> {
        self.deeper(|parser| {
            let filter = parser.or(within)?;
            if parser.lexer.take(&Token::Close)? { Ok(filter) } else { Err(parser.lexer.expected("\")\"")) }
        })
    }

    fn brackets(&mut self, target: Target) -> Read<Filter> {
        if target.sub.is_some() || target.attribute.of != Type::Complex {
            return Err(format!("has brackets after {target}, which has no sub-attributes to choose by."));
        }
        self.deeper(|parser| {
            let filter = parser.or(Some(target))?;
            if parser.lexer.take(&Token::CloseBracket)? { Ok(filter) } else { Err(parser.lexer.expected("\"]\"")) }
        })
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("has more than {MAX_DEPTH} parentheses and brackets within one another."));
        }
        let result = read(self)?;
        self.depth -= 1;
        Ok(result)
    }

    fn term(&mut self, word: &str, within: Option<Target>) -> Read<Filter> {
        let target = self.target(word, within)?;
        if within.is_some() || !self.lexer.take(&Token::OpenBracket)? {
            return self.comparison(target);
        }
        let selector = self.brackets(target)?;
        // `emails[type eq "work"].value eq "x"` is not of the RFC's grammar, and Entra ID asks just that.
        match self.sub_after_brackets(target)? {
            None => Ok(Filter::Any(target, Box::new(selector))),
            sub => {
                let compared = self.comparison(Target { sub, ..target })?;
                Ok(Filter::Any(target, Box::new(Filter::And(vec![selector, compared]))))
            }
        }
    }

    fn comparison(&mut self, target: Target) -> Read<Filter> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(format!("has more than {MAX_TERMS} comparisons."));
        }
        let Some(Token::Word(word)) = self.lexer.next()? else { return Err(self.lexer.expected("an operator")) };
        if word.eq_ignore_ascii_case("pr") {
            return Ok(Filter::Present(target));
        }
        let operator = Operator::ALL.into_iter().find(|it| it.as_str().eq_ignore_ascii_case(word));
        let Some(operator) = operator else {
            return Err(format!(
                "has {} where an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr) was expected.",
                quoted(word)
            ));
        };
        let value = match self.lexer.next()? {
            Some(Token::Text(text)) => Literal::Text(text),
            Some(Token::Word(word)) => literal::bare(word)?,
            _ => return Err(self.lexer.expected("a value")),
        };
        literal::typed(target, operator, value).map(Filter::Compare)
    }

    fn target(&self, word: &str, within: Option<Target>) -> Read<Target> {
        let found = match within {
            Some(within) => within.attribute.sub(word).map(|sub| Target { sub: Some(sub), ..within }),
            None => self.kind.target(word),
        };
        found.ok_or_else(|| match within {
            Some(within) => format!("names {}, which {within} has not.", quoted(word)),
            None => format!("names {}, which is no attribute of a {}.", quoted(word), self.kind.name()),
        })
    }

    /// The `.value` of `emails[…].value`.
    fn sub_after_brackets(&mut self, target: Target) -> Read<Option<&'static crate::schema::Attribute>> {
        let Some(word) = self.lexer.take_dotted()? else { return Ok(None) };
        let sub = self.target(word, Some(target))?;
        Ok(sub.sub)
    }

    fn end(&mut self) -> Read<()> {
        match self.lexer.next()? {
            None => Ok(()),
            Some(_) => Err(self.lexer.expected("its end")),
        }
    }
}
