//! The pages that a person sees at the tenant. What comes from outside is escaped by maud, nothing is loaded but a connection's
//! logo, and the one script and the one style sheet are allowed by their digests.

use axum::{
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
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

/// The end of a test sign-in: the window that began it goes on.
pub(super) fn received() -> Response {
    let body = html! {
        h1 { "Sign-in received" }
        p { "You can return to Lintel." }
    };
    Page::new("Sign-in received", body).respond(StatusCode::OK)
}

/// The answer to an application that asked for `response_mode=form_post`.
pub(super) fn form_post(action: &str, params: &[(&str, &str)]) -> Response {
    let body = html! {
        h1 { "Signing in…" }
        form method="post" action=(action) {
            (hidden_fields(params.iter().copied()))
            button { "Continue" }
        }
    };
    Page::new("Signing in", body).posts().script("document.forms[0].submit();").respond(StatusCode::OK)
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

pub(super) fn hidden_fields<'a>(params: impl Iterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        @for (name, value) in params { input type="hidden" name=(name) value=(value); }
    }
}

pub(super) struct Page<'a> {
    title: &'a str,
    body: Markup,
    script: Option<&'a str>,
    images: bool,
    posts: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(title: &'a str, body: Markup) -> Self {
        Page { title, body, script: None, images: false, posts: false }
    }

    pub(super) fn script(mut self, script: &'a str) -> Self {
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
        let head = html! { title { (self.title) " · Lintel local tenant" } };
        let html = self.html(&head, &style, &html! { footer { "Lintel local tenant" } });
        let mut response = (status, Html(html)).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        guarded(response)
    }

    /// The page as a document that brings its policy along, for a frame without an address.
    pub(super) fn preview(self, theme: Theme) -> String {
        let style = style(theme);
        let head = html! {
            meta http-equiv="Content-Security-Policy" content=(self.policy(&style));
            title { (self.title) }
        };
        self.html(&head, &style, &html! {})
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

    fn html(&self, head: &Markup, style: &str, footer: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    (head)
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    style { (PreEscaped(style)) }
                }
                body {
                    main { (self.body) }
                    (footer)
                    @if let Some(script) = self.script { script { (PreEscaped(script)) } }
                }
            }
        };
        page.into_string()
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
