//! Objects, lists and what stands in them (RFC 8259).

use std::ops::Range;

use lintel_oidc::json::MAX_DEPTH;

use super::{
    super::slip::Slip,
    outline::{Member, Text},
    reader::{Reader, Step},
    said::{cut, one_too_many, quoted, wrong},
};

/// How deep objects and lists may stand in one another: the API takes a mapping three levels down in its body.
pub(super) const DEEPEST: usize = MAX_DEPTH - 3;
impl Reader<'_> {
    pub(super) fn document(&mut self) -> Step<()> {
        self.blank()?;
        if self.peek().is_none() {
            return Err(wrong(0..0, "The user mapping is empty.")
                .remedy("Write one JSON object: attribute names, each with a template. Or choose Bind all."));
        }
        self.value()?;
        self.blank()?;
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(wrong(self.at..self.text.trim_end().len(), "This stands after the end of the JSON.")
                .remedy("Remove it, or move it in before the last bracket.")),
        }
    }

    fn value(&mut self) -> Step<Option<Text>> {
        let start = self.at;
        match self.peek() {
            Some('{') => self.nested(Self::object).map(|()| None),
            Some('[') => self.nested(Self::list).map(|()| None),
            Some('"') => self.string().map(Some),
            Some('-' | '0'..='9') => self.number().map(|()| None),
            Some(',' | '}' | ']' | ':') | None => {
                Err(wrong(self.here(), "A value is missing here.").remedy("Write a text in double quotes."))
            }
            Some(_) => {
                let word = self.word();
                if matches!(&self.text[word.clone()], "true" | "false" | "null") {
                    self.at = word.end;
                    return Ok(None);
                }
                let whole = self.unquoted();
                let said = match &self.text[whole.clone()] {
                    template if template.starts_with("${") => {
                        "A template stands in double quotes, like every text.".to_owned()
                    }
                    other => format!("“{}” is no JSON: a text stands in double quotes.", cut(other)),
                };
                debug_assert_eq!(start, whole.start);
                Err(wrong(whole.clone(), said).fix("Put it in quotes", whole.clone(), quoted(&self.text[whole])))
            }
        }
    }

    fn nested(&mut self, inner: impl Fn(&mut Self) -> Step<()>) -> Step<()> {
        if self.depth == DEEPEST {
            return Err(wrong(self.here(), format!("More than {DEEPEST} brackets stand in one another here."))
                .remedy("Map to flatter attributes."));
        }
        self.depth += 1;
        inner(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self) -> Step<()> {
        let open = self.at;
        let outermost = self.depth == 1;
        if outermost {
            self.read.object = Some(open);
        }
        let mut names: Vec<(String, Range<usize>)> = Vec::new();
        self.at += 1;
        self.blank()?;
        let mut comma = None;
        while self.peek() != Some('}') || comma.is_some() {
            let start = self.at;
            let name = match self.peek() {
                Some('"') => self.string()?.content,
                other => return Err(self.no_name(other, open, comma)),
            };
            let at = start..self.at;
            self.blank()?;
            if self.peek() != Some(':') {
                return Err(wrong(at.clone(), format!("After the name “{}” a colon is missing.", cut(&name)))
                    .remedy("Each attribute is written \"name\": \"template\".")
                    .fix("Add the colon", at.end..at.end, ":"));
            }
            self.at += 1;
            self.blank()?;
            let text = self.value()?;
            let end = self.at;
            if outermost {
                self.read.members.push(Member { name: name.clone(), at: at.clone(), text });
            }
            names.push((name, at));
            comma = self.separator('}', open, end)?;
            if comma.is_none() {
                break;
            }
        }
        self.at += 1;
        self.doubled(&names);
        Ok(())
    }

    fn list(&mut self) -> Step<()> {
        let open = self.at;
        self.at += 1;
        self.blank()?;
        let mut comma = None;
        while self.peek() != Some(']') || comma.is_some() {
            match (self.peek(), comma) {
                (Some(']'), Some(comma)) => return Err(one_too_many(comma)),
                (None, _) => return Err(self.unclosed(open)),
                _ => self.value()?,
            };
            comma = self.separator(']', open, self.at)?;
            if comma.is_none() {
                break;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Where the comma after a value stands that ended at `end`; `None` where `closing` stands instead.
    fn separator(&mut self, closing: char, open: usize, end: usize) -> Step<Option<usize>> {
        self.blank()?;
        match self.peek() {
            Some(',') => {
                let comma = self.at;
                self.at += 1;
                self.blank()?;
                Ok(Some(comma))
            }
            Some(other) if other == closing => Ok(None),
            None => Err(self.unclosed(open)),
            Some('"' | '{' | '[') => {
                let last = self.text[..end].chars().next_back().map_or(0, char::len_utf8);
                Err(wrong(end - last..end, "A comma is missing after this value.").fix("Add the comma", end..end, ","))
            }
            Some(other) => {
                Err(wrong(self.word_or_here(), format!("“{other}” cannot follow a value: a comma or {closing} does."))
                    .remedy("A double quote within a text is written \\\"."))
            }
        }
    }

    fn no_name(&self, found: Option<char>, open: usize, comma: Option<usize>) -> Slip {
        match (found, comma) {
            (None, _) => self.unclosed(open),
            (Some('}'), Some(comma)) => one_too_many(comma),
            (Some(','), _) => one_too_many(self.at),
            (Some('{' | '[' | ']' | ':'), _) => wrong(self.here(), "The name of an attribute is missing here.")
                .remedy("Each attribute is written \"name\": \"template\"."),
            _ => {
                let name = self.word_or_here();
                let said = format!("The name {} stands without double quotes.", cut(&self.text[name.clone()]));
                wrong(name.clone(), said).fix("Put it in quotes", name.clone(), quoted(&self.text[name]))
            }
        }
    }

    fn unclosed(&self, open: usize) -> Slip {
        let bracket = &self.text[open..=open];
        let closing = if bracket == "{" { "}" } else { "]" };
        let end = self.text.trim_end().len();
        let slip = wrong(open..open + 1, format!("This {bracket} is never closed: {closing} is missing at the end."));
        match self.depth {
            1 => slip.fix("Close it", end..end, format!("\n{closing}")),
            _ => slip.remedy("Close every bracket that is open."),
        }
    }
}
