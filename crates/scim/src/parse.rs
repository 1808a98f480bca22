//! One parser of filters, PATCH paths and mapping keys.

use crate::{Error, Filter, Kind, Path};

/// Bytes of a filter or path.
pub const MAX_BYTES: usize = 256 * 1024;
/// Parentheses and brackets within one another.
pub const MAX_DEPTH: usize = 64;
/// Comparisons of one filter.
pub const MAX_TERMS: usize = 1_000;

impl Filter {
    /// # Errors
    ///
    /// 400 `invalidFilter`, which says what was not understood where, or which limit was passed.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Error> {
        todo!("{kind:?} {text}")
    }
}

impl Path {
    /// A path of a PATCH, or a key of a mapping. URNs may be followed by a colon or a dot.
    ///
    /// # Errors
    ///
    /// 400 `invalidPath`, which says what was not understood where, or which limit was passed.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Error> {
        todo!("{kind:?} {text}")
    }
}
