//! What is read of a text, each part with its place.

use std::ops::Range;

use super::super::slip::Slip;

/// A member of the outermost object.
#[derive(Debug)]
pub(in super::super) struct Member {
    pub name: String,
    /// The name with its quotes.
    pub at: Range<usize>,
    /// The value, where it is a text.
    pub text: Option<Text>,
}

/// A text without its escapes.
#[derive(Debug, Default)]
pub(in super::super) struct Text {
    pub content: String,
    /// For each byte of the content, and for its end, where it stands in the source.
    pub(super) places: Vec<usize>,
}

impl Text {
    /// Where a part of the content stands in the source.
    pub(in super::super) fn place(&self, part: Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).copied().unwrap_or_default();
        place(part.start)..place(part.end)
    }

    pub(super) fn push(&mut self, character: char, at: usize) {
        self.content.push(character);
        self.places.resize(self.content.len(), at);
    }
}

/// What was read, up to the first place that is no JSON.
#[derive(Debug, Default)]
pub(in super::super) struct Read {
    /// Where the outermost object begins, if there is one.
    pub object: Option<usize>,
    pub members: Vec<Member>,
    /// Names that stand twice, and what is no JSON.
    pub slips: Vec<Slip>,
}
