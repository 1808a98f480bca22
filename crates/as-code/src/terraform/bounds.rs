//! What may be nested in a file before it is parsed: the parser calls itself for each level.

use crate::{reading::Unreadable, value::MAX_DEPTH, writing::File};

/// Conditions within one expression, and templates with directives within one file.
const MAX_CONDITIONS: usize = 64;
const MAX_DIRECTIVES: usize = 256;

/// Refuses what is nested too deeply; brackets within texts count, as a text may hold expressions. Answers the brackets that stay open.
pub(super) fn held(file: &File) -> Result<usize, Unreadable> {
    let (mut open, mut signs, mut conditions, mut directives, mut line) = (Vec::new(), 0, 0, 0, 1);
    let mut before = 0;
    for byte in file.text.bytes() {
        match byte {
            b'{' | b'[' | b'(' => {
                directives += usize::from(byte == b'{' && before == b'%');
                open.push(byte);
            }
            b'}' | b']' | b')' => _ = open.pop(),
            b'?' => conditions += 1,
            b'\n' => {
                line += 1;
                if open.last().is_none_or(|it| *it == b'{') {
                    conditions = 0;
                }
            }
            _ => {}
        }
        signs = match byte {
            b'!' | b'-' => signs + 1,
            it if it.is_ascii_whitespace() => signs,
            _ => 0,
        };
        before = byte;
        // A line of dashes is a comment at times.
        if open.len() > MAX_DEPTH || signs > 512 || conditions > MAX_CONDITIONS || directives > MAX_DIRECTIVES {
            return Err(Unreadable::TooDeep { path: file.path.clone(), line, depth: MAX_DEPTH });
        }
    }
    Ok(open.len())
}
