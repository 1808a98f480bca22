//! What is known of a JSON text from one look at its bytes, without building anything of it.

/// How deep a text is, and where the page after it begins, if it is a page of a list and well made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The levels of objects and arrays.
    pub(super) depth: usize,
    /// The text of the member `next` of the outermost object.
    pub(super) next: Option<String>,
}

impl Outline {
    pub(super) fn of(json: &[u8]) -> Self {
        let mut outline = Outline::default();
        let (mut depth, mut at) = (0_usize, 0);
        // The text before, and whether a colon came after it: where the outermost object has a member.
        let (mut name, mut named): (&[u8], bool) = (&[], false);
        while let Some(byte) = json.get(at) {
            at += 1;
            match byte {
                b'"' => {
                    let begin = at;
                    at += text(&json[at..]);
                    if depth == 1 {
                        let text = json.get(begin..at.saturating_sub(1)).unwrap_or_default();
                        if named && name == b"next" {
                            outline.next = serde_json::from_slice(&json[begin - 1..at]).ok();
                        }
                        (name, named) = (text, false);
                    }
                }
                b':' => named = true,
                b',' => named = false,
                b'{' | b'[' => {
                    depth += 1;
                    outline.depth = outline.depth.max(depth);
                    (name, named) = (&[], false);
                }
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        outline
    }
}

/// The bytes to the end of a text, its quote included.
fn text(json: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_texts_alone() {
        for (json, levels) in [
            ("1", 0),
            ("[]", 1),
            (r#"{"a":[{}],"b":[]}"#, 3),
            (r#"["[[[\"[[["]"#, 1),
            ("]]][[", 2),
            (r#"[""#, 1),
            (r#"["\"#, 1),
        ] {
            assert_eq!(Outline::of(json.as_bytes()).depth, levels, "{json}");
        }
    }

    #[test]
    fn the_next_page_is_that_of_the_list_and_of_nothing_in_it() {
        for (json, next) in [
            (r#"{"items":[],"next":"a\u0062"}"#, Some("ab")),
            (r#"{"next" : "first", "items":[{"next":"inner"}]}"#, Some("first")),
            (r#"{"items":[{"next":"inner"},["next","x"]],"last":"next"}"#, None),
            (r#"{"next":null,"a":"next"}"#, None),
            (r#"{"next":["x"]}"#, None),
            (r#"["next","x"]"#, None),
            (r#"{"next":"x"#, None),
            ("", None),
        ] {
            assert_eq!(Outline::of(json.as_bytes()).next.as_deref(), next, "{json}");
        }
    }
}
