//! A browser as far as a sign-in at the practice provider needs one: cookies, redirects one by one, and the forms on the way.

use std::collections::HashMap;

use lintel_console::trial::same_place;
use reqwest::{
    Client, Method, StatusCode,
    header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
    redirect::Policy,
};
use url::{Url, form_urlencoded};

/// The person who signs in everywhere here.
pub(crate) const SUBJECT: &str = "ada-lovelace";

#[derive(Debug, Default)]
pub(crate) struct Browser {
    /// By host and name: cookies ignore ports.
    cookies: HashMap<(String, String), String>,
    /// It keeps no cookie.
    pub(crate) forgets: bool,
    /// Every cookie, code and token that came by.
    pub(crate) secrets: Vec<String>,
    /// Every `code_challenge` that came by.
    pub(crate) challenges: Vec<String>,
}

/// Where a journey ended.
#[derive(Debug)]
pub(crate) enum Arrived {
    /// At a page without a form.
    Page { url: Url, status: StatusCode, body: String },
    /// Before the address that is watched for, with what it was about to post there.
    Watched { url: Url, posted: Option<Vec<(String, String)>> },
}

struct Request {
    method: Method,
    url: Url,
    body: Option<String>,
}

impl Browser {
    /// Opens the address and goes on through every form, as Ada, and by the first button of a login page, until there is none.
    pub(crate) async fn sign_in(&mut self, url: &Url, watched: Option<&Url>) -> Arrived {
        let http = Client::builder().redirect(Policy::none()).no_proxy().build().expect("an HTTP client");
        let mut next = Request { method: Method::GET, url: url.clone(), body: None };
        for _ in 0..20 {
            self.remember(next.url.query().unwrap_or_default());
            self.remember(next.body.as_deref().unwrap_or_default());
            if watched.is_some_and(|watched| same_place(watched, &next.url)) {
                let posted = next.body.map(|body| form_urlencoded::parse(body.as_bytes()).into_owned().collect());
                return Arrived::Watched { url: next.url, posted };
            }
            let Request { method, url, body } = next;
            let mut request = http.request(method, url.clone()).header(COOKIE, self.cookies_for(&url));
            if let Some(body) = body {
                request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
            }
            let response = request.send().await.unwrap_or_else(|error| panic!("{url}: {error}"));
            for cookie in response.headers().get_all(SET_COOKIE) {
                self.keep(&url, cookie.to_str().expect("a cookie"));
            }
            let status = response.status();
            let location = response.headers().get(LOCATION).map(|to| to.to_str().expect("an address").to_owned());
            let page = response.text().await.expect("a page");
            next = match location {
                Some(to) => Request { method: Method::GET, url: url.join(&to).expect("an address"), body: None },
                None if page.contains("location.hash.slice(1)") && url.fragment().is_some() => from_fragment(&url),
                None if page.contains("<form") => submitted(&url, &page),
                None if page.contains("Continue with ") => continued(&url, &page),
                None => return Arrived::Page { url, status, body: page },
            };
        }
        panic!("no end in sight, at {}", next.url);
    }

    fn cookies_for(&self, url: &Url) -> String {
        let own = self.cookies.iter().filter(|((host, _), _)| Some(host.as_str()) == url.host_str());
        own.map(|((_, name), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, url: &Url, cookie: &str) {
        let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value");
        let key = (url.host_str().expect("a host").to_owned(), name.to_owned());
        if self.forgets || cookie.contains("Max-Age=0") {
            self.cookies.remove(&key);
            return;
        }
        self.secrets.push(value.to_owned());
        self.cookies.insert(key, value.to_owned());
    }

    fn remember(&mut self, encoded: &str) {
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()) {
            match &*name {
                "code" | "id_token" | "access_token" => self.secrets.push(value.into_owned()),
                "code_challenge" => self.challenges.push(value.into_owned()),
                _ => {}
            }
        }
    }
}

/// The page's first form, with Ada chosen where people are.
fn submitted(url: &Url, page: &str) -> Request {
    let form = &page[page.find("<form").expect("a form")..page.find("</form>").expect("its end")];
    let action = attribute(form.split('>').next().unwrap_or_default(), "action").expect("an action");
    let inputs = form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    let mut fields: Vec<(String, String)> =
        inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?))).collect();
    if form.contains(&format!(r#"name="sub" value="{SUBJECT}""#)) {
        fields.push(("sub".to_owned(), SUBJECT.to_owned()));
    }
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Request { method: Method::POST, url: url.join(&action).expect("an address"), body: Some(body) }
}

/// What the script of a tenant's callback page takes out of the fragment.
fn from_fragment(url: &Url) -> Request {
    let mut to = url.clone();
    let found = form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
    let found = found.filter(|(name, _)| ["state", "iss", "error", "error_description"].contains(&&**name));
    to.query_pairs_mut().extend_pairs(found);
    to.set_fragment(None);
    Request { method: Method::GET, url: to, body: None }
}

/// The first connection that a tenant's login page offers.
fn continued(url: &Url, page: &str) -> Request {
    let links = page.split("<a").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    let href = links.filter_map(|tag| attribute(tag, "href")).find(|href| href.contains("connection="));
    Request { method: Method::GET, url: url.join(&href.expect("a connection")).expect("an address"), body: None }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}
