//! A report as one page of HTML, which loads nothing and runs nothing.

/// Of a report in Markdown as it is written here: headings, lists, paragraphs. Everything else is text.
pub(super) fn page(markdown: &str) -> String {
    let title = markdown.lines().next().map(|line| line.trim_start_matches("# ")).unwrap_or_default();
    let mut body = String::new();
    let mut depth = 0;
    for line in markdown.lines() {
        let (wanted, tag, text) = read(line);
        while depth < wanted {
            body.push_str("<ul>\n");
            depth += 1;
        }
        while depth > wanted {
            body.push_str("</ul>\n");
            depth -= 1;
        }
        if !text.is_empty() {
            body.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(text)));
        }
    }
    body.push_str(&"</ul>\n".repeat(depth));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// How deep in lists a line is, by what it is shown, and its text.
fn read(line: &str) -> (usize, &'static str, &str) {
    let text = line.trim_start();
    let inside = usize::from(line.len() > text.len());
    if let Some(item) = text.strip_prefix("- ") {
        return (1 + inside, "li", item);
    }
    if inside == 1 {
        return (1, "li", text);
    }
    for (mark, tag) in [("### ", "h3"), ("## ", "h2"), ("# ", "h1")] {
        if let Some(heading) = text.strip_prefix(mark) {
            return (0, tag, heading);
        }
    }
    (0, "p", text)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;\
                     overflow-wrap:anywhere}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin-top:1.5rem}\
                     ul{padding-left:1.2rem}p{white-space:pre-wrap}@media print{body{margin:0}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_says_is_text_and_lists_are_closed() {
        let page =
            page("# A <b>title\n\nSaid: <script>alert(1)</script> & more\n\n- one\n  - \"two\"\n## Next\n- three");
        assert!(
            !page.contains("<script>") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"),
            "{page}"
        );
        assert!(page.contains("<title>A &lt;b&gt;title</title>"), "{page}");
        let lists = "<ul>\n<li>one</li>\n<ul>\n<li>&quot;two&quot;</li>\n</ul>\n</ul>\n<h2>Next</h2>\n<ul>\n<li>three</li>\n</ul>\n</body>";
        assert!(page.contains(lists), "{page}");
    }
}
