//! An authorization response that a page posts by itself (OAuth 2.0 Form Post Response Mode, section 2).

/// Where the first form of the page goes, and its fields.
pub(super) struct Posted {
    pub(super) action: String,
    pub(super) fields: Vec<(String, String)>,
}

pub(super) fn posted(page: &str) -> Option<Posted> {
    let mut tags = tags(page);
    let action = tags.find(|tag| is(tag, "form")).and_then(|tag| attribute(tag, "action"))?;
    let fields = tags
        .filter(|tag| is(tag, "input"))
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
        .collect();
    Some(Posted { action, fields })
}

/// The text with the entities that attributes and messages use.
pub(super) fn unescaped(text: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

fn is(tag: &str, name: &str) -> bool {
    tag.split_ascii_whitespace().next().is_some_and(|word| word.trim_end_matches('/').eq_ignore_ascii_case(name))
}

fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag.split_once(|c: char| c.is_ascii_whitespace())?.1;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace())?;
        let (name, after) = rest.split_at(end);
        let Some(after) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, next) = match after.chars().next()? {
            quote @ ('"' | '\'') => after.get(1..)?.split_once(quote)?,
            _ => after.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((after, "")),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescaped(value));
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_however_its_attributes_are_written() {
        let page = r#"<!doctype html><body onload="document.forms[0].submit()"><FORM method=post action='https://a.example/cb?x=1&amp;y=2'>
            <input type="hidden" name="error" value="login_required"/><input hidden value='a &quot;b&quot;' name=error_description>
            <input disabled><button>Go on</button></form>"#;
        let form = posted(page).expect("a form");
        assert_eq!(form.action, "https://a.example/cb?x=1&y=2");
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("error", "login_required"), ("error_description", "a \"b\"")]);
        for none in ["", "<", "<form>", "<form action", "<p>no form", "<form action=\"open"] {
            assert!(posted(none).is_none(), "{none}");
        }
    }
}
