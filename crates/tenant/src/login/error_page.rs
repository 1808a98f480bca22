use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::page::Page;

/// What went wrong, for the person in front of the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ErrorPage {
    pub(super) status: StatusCode,
    pub(super) title: String,
    pub(super) happened: String,
    /// Values, by what they are.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) remedy: String,
}

impl ErrorPage {
    pub(super) fn new(title: impl Into<String>, happened: impl Into<String>, remedy: impl Into<String>) -> Self {
        ErrorPage {
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

    pub(super) fn body(&self) -> Markup {
        html! {
            h1 { (self.title) }
            p { (self.happened) }
            @if !self.facts.is_empty() {
                dl {
                    @for (what, value) in &self.facts { dt { (what) } dd { (value) } }
                }
            }
            h2 { "What to do" }
            p { (self.remedy) }
        }
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        Page::new(&self.title, self.body()).respond(self.status)
    }
}

/// The database failed, and there is nobody else to tell.
pub(super) fn unreadable(happened: String) -> ErrorPage {
    ErrorPage::new(
        "The tenant cannot read its database",
        happened,
        "Restart Lintel. If it stays, look at the log in the tenant's data folder.",
    )
    .status(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A registered callback that cannot be redirected to.
pub(super) fn callback_is_no_url(callback: &str) -> Response {
    ErrorPage::new(
        "The application's callback is not a URL",
        "The sign-in has ended, and the answer cannot be delivered.",
        "Correct the callback URL of the application.",
    )
    .fact("Callback URL", callback)
    .into_response()
}

/// An answer without `state`. If it is in the URL's fragment, where no server sees it, the page brings back what finds the
/// sign-in and names the fault; code and tokens stay where they are.
pub(super) fn without_state(explained: &ErrorPage) -> Response {
    let script = "const answer=new URLSearchParams(location.hash.slice(1)),found=new URLSearchParams();\
        for(const name of ['state','iss','error','error_description'])if(answer.has(name))found.set(name,answer.get(name));\
        if(found.has('state'))location.replace('/login/callback?'+found);";
    Page::new(&explained.title, explained.body()).script(script).respond(explained.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_escaped() {
        let page = ErrorPage::new("<b>", "a & b", "\"it's\"").fact("Value", "<script>");
        let body = page.body().into_string();
        assert!(
            body.contains("&lt;b&gt;") && body.contains("a &amp; b") && body.contains("&quot;it's&quot;"),
            "{body}"
        );
        assert!(!body.contains("<script>"), "{body}");
    }
}
