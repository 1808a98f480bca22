use std::ops::Range;

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What stays as it is. It begins with `${` where that is never closed.
    Text(&'a str),
    /// What stands in `${…}`.
    Path(&'a str),
}

/// The parts of a template, each with the bytes that it takes.
pub fn pieces(template: &str) -> impl Iterator<Item = (Range<usize>, Piece<'_>)> {
    let mut start = 0;
    // What opens behind the last brace stays open; to look for that each time would take the square of the length.
    let behind = template.rfind('}').map_or(0, |last| template.len() - last);
    std::iter::from_fn(move || {
        let rest = &template[start..];
        let opened = rest.strip_prefix("${").filter(|inside| inside.len() >= behind && behind > 0);
        let (piece, after) = match opened.and_then(|inside| inside.split_once('}')) {
            Some((path, after)) => (Piece::Path(path.trim()), after),
            None if rest.is_empty() => return None,
            None => {
                // Past the first character: it opens nothing.
                let open = rest.char_indices().skip(1).map(|(at, _)| at).find(|at| rest[*at..].starts_with("${"));
                let (text, after) = rest.split_at(open.unwrap_or(rest.len()));
                (Piece::Text(text), after)
            }
        };
        let at = start..template.len() - after.len();
        start = at.end;
        Some((at, piece))
    })
}
