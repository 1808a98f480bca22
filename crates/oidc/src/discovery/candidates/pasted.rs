//! The address in what was pasted.

pub(super) fn clean(input: &str) -> &str {
    input.trim_matches(|c: char| c.is_whitespace() || c.is_control() || "\"'`<>“”‘’«»\u{feff}\u{200b}".contains(c))
}

/// The address in what was pasted: the first URL in it, or what stands behind a label, or all of it.
pub(super) fn address(text: &str) -> &str {
    if let Some(at) = url_start(text) {
        return unclosed(text[at..].split(ends_url).next().unwrap_or_default());
    }
    // Without a scheme, an address is the first word with a dot or a colon inside it.
    let words = || text.split(ends_url).map(unlabelled).map(unclosed);
    let inside =
        |word: &str| word.char_indices().any(|(at, c)| matches!(c, '.' | ':') && at > 0 && at + 1 < word.len());
    if words().count() > 1 { words().find(|word| inside(word)).unwrap_or(text) } else { unclosed(unlabelled(text)) }
}

/// Where the first http or https URL begins. One within the path or query of another address is a part of that.
fn url_start(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let mut starts = lower.match_indices("http").map(|(at, _)| at).filter(|at| {
        let rest = lower[*at..].trim_start_matches("http");
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        rest.starts_with(":/") || rest.starts_with("//")
    });
    let stands_alone = |at: &usize| {
        let before = lower[..*at].rsplit(ends_url).next().unwrap_or_default();
        !before.contains(['/', '?', '&']) && !before.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    starts.find(stands_alone)
}

fn ends_url(character: char) -> bool {
    character.is_whitespace() || "\"'`<>“”‘’«»|\u{200b}".contains(character)
}

/// Without what closes a sentence or a list around it.
fn unclosed(text: &str) -> &str {
    text.trim_end_matches([',', ';', '.', '!', ')', '}'])
}

/// `op.example` of `issuer=op.example`.
fn unlabelled(text: &str) -> &str {
    match text.split_once('=') {
        Some((label, rest)) if label.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') => rest,
        _ => text,
    }
}
