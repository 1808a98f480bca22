//! The pages that a person sees at the tenant. Everything that comes from outside is escaped, nothing is loaded but a
//! connection's logo, and the one script and the one style sheet are allowed by their digests.

use axum::{
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

const STYLE: &str = include_str!("page.css");
/// The colours of a dark page.
const DARK: &str = include_str!("dark.css");

/// Whether a page is light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system is.
    System,
    Light,
    Dark,
}

/// What went wrong, for the person in front of the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) title: String,
    pub(super) happened: String,
    /// Values, by what they are.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) remedy: String,
}

impl Problem {
    pub(super) fn new(title: impl Into<String>, happened: impl Into<String>, remedy: impl Into<String>) -> Self {
        Problem {
            status: StatusCode::BAD_REQUEST,
            title: title.into(),
            happened: happened.into(),
            facts: Vec::new(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn fact(mut self, what: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((what, value.into()));
        self
    }

    pub(super) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    fn body(&self) -> String {
        let facts: String = self
            .facts
            .iter()
            .map(|(what, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(what), escape(value)))
            .collect();
        let facts = if facts.is_empty() { facts } else { format!("<dl>{facts}</dl>") };
        format!(
            "<h1>{}</h1><p>{}</p>{facts}<h2>What to do</h2><p>{}</p>",
            escape(&self.title),
            escape(&self.happened),
            escape(&self.remedy)
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        Page::new(&self.title, self.body()).respond(self.status)
    }
}

/// The end of a test sign-in: the window that began it goes on.
pub(super) fn received() -> Response {
    let body = "<h1>Sign-in received</h1><p>You can return to Lintel.</p>".to_owned();
    Page::new("Sign-in received", body).respond(StatusCode::OK)
}

/// An answer without `state`. If it is in the URL's fragment, where no server sees it, the page brings back what finds the
/// sign-in and names the fault; code and tokens stay where they are.
pub(super) fn without_state(problem: &Problem) -> Response {
    let script = "const answer=new URLSearchParams(location.hash.slice(1)),found=new URLSearchParams();\
        for(const name of ['state','iss','error','error_description'])if(answer.has(name))found.set(name,answer.get(name));\
        if(found.has('state'))location.replace('/login/callback?'+found);";
    Page::new(&problem.title, problem.body()).script(script).respond(problem.status)
}

/// The answer to an application that asked for `response_mode=form_post`.
pub(super) fn form_post(action: &str, params: &[(&str, &str)]) -> Response {
    let body = format!(
        "<h1>Signing in…</h1><form method=\"post\" action=\"{}\">{}<button>Continue</button></form>",
        escape(action),
        hidden_fields(params.iter().copied())
    );
    Page::new("Signing in", body).posts().script("document.forms[0].submit();").respond(StatusCode::OK)
}

/// The database failed, and there is nobody else to tell.
pub(super) fn unreadable(happened: String) -> Problem {
    Problem::new(
        "The tenant cannot read its database",
        happened,
        "Restart Lintel. If it stays, look at the log in the tenant's data folder.",
    )
    .status(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A registered callback that cannot be redirected to.
pub(super) fn callback_is_no_url(callback: &str) -> Response {
    Problem::new(
        "The application's callback is not a URL",
        "The sign-in has ended, and the answer cannot be delivered.",
        "Correct the callback URL of the application.",
    )
    .fact("Callback URL", callback)
    .into_response()
}

/// The headers of every answer that a browser sees: not kept, not sniffed, and no address of ours goes elsewhere.
pub(super) fn guarded(mut response: Response) -> Response {
    const HEADERS: [(HeaderName, &str); 3] =
        [(CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "strict-origin")];
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `parameters` as a query string.
pub(super) fn query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

pub(super) fn hidden_fields<'a>(params: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    params
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value)))
        .collect()
}

pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

pub(super) struct Page<'a> {
    title: &'a str,
    body: String,
    script: Option<&'a str>,
    images: bool,
    posts: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(title: &'a str, body: String) -> Self {
        Page { title, body, script: None, images: false, posts: false }
    }

    fn script(mut self, script: &'a str) -> Self {
        self.script = Some(script);
        self
    }

    pub(super) fn images(mut self) -> Self {
        self.images = true;
        self
    }

    /// The page has a form. `form-action` is then left out: it would also stop the redirect that answers the form.
    pub(super) fn posts(mut self) -> Self {
        self.posts = true;
        self
    }

    pub(super) fn respond(self, status: StatusCode) -> Response {
        let style = style(Theme::System);
        let policy = format!("{}; frame-ancestors 'none'", self.policy(&style));
        let title = format!("<title>{} · Lintel local tenant</title>", escape(self.title));
        let html = self.html(&title, &style, "<footer>Lintel local tenant</footer>");
        let mut response = (status, Html(html)).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        guarded(response)
    }

    /// The page as a document that brings its policy along, for a frame without an address.
    pub(super) fn preview(self, theme: Theme) -> String {
        let style = style(theme);
        let policy = escape(&self.policy(&style));
        let title = escape(self.title);
        let head = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><title>{title}</title>");
        self.html(&head, &style, "")
    }

    fn policy(&self, style: &str) -> String {
        let mut policy = format!("default-src 'none'; style-src {}; base-uri 'none'", source(style));
        if let Some(script) = self.script {
            policy.push_str(&format!("; script-src {}", source(script)));
        }
        if self.images {
            policy.push_str("; img-src https:");
        }
        if !self.posts {
            policy.push_str("; form-action 'none'");
        }
        policy
    }

    fn html(&self, head: &str, style: &str, footer: &str) -> String {
        let script = self.script.map(|script| format!("<script>{script}</script>")).unwrap_or_default();
        let body = &self.body;
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">{head}\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{style}</style></head>\
             <body><main>{body}</main>{footer}{script}</body></html>"
        )
    }
}

/// What the policy of a page has to allow for a preview to be dressed that is drawn in a frame of it.
pub fn preview_style_sources() -> [String; 2] {
    [Theme::Light, Theme::Dark].map(|theme| source(&style(theme)))
}

fn style(theme: Theme) -> String {
    match theme {
        Theme::System => format!("{STYLE}@media (prefers-color-scheme:dark){{{DARK}}}"),
        Theme::Light => STYLE.to_owned(),
        Theme::Dark => format!("{STYLE}{DARK}"),
    }
}

/// The source expression that allows exactly this inline script or style.
fn source(inline: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(inline)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_escaped() {
        let problem = Problem::new("<b>", "a & b", "\"it's\"").fact("Value", "<script>");
        let body = problem.body();
        assert!(
            body.contains("&lt;b&gt;") && body.contains("a &amp; b") && body.contains("&quot;it&#39;s&quot;"),
            "{body}"
        );
        assert!(!body.contains("<script>"), "{body}");
    }
}
