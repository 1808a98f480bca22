//! A browser as far as a sign-in needs one: a cookie jar that ignores ports and knows SameSite, redirects followed one by
//! one, forms submitted from the page they are on.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{
    Client, Method, StatusCode,
    header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, ORIGIN, SET_COOKIE},
};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::login_scene::http_client;

pub(crate) struct Browser {
    http: Client,
    cookies: Vec<Cookie>,
    /// Addresses below this are the application's: a redirect there is the end of the journey.
    application: String,
    /// One more address to stop before.
    pub(crate) stop_before: Option<String>,
    /// Every request made, without its query.
    pub(crate) visited: Vec<String>,
}

struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

/// Where the browser stands.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) method: String,
    pub(crate) fields: Vec<(String, String)>,
    /// Name, value and label of each button.
    pub(crate) buttons: Vec<(String, String, String)>,
}

impl Browser {
    pub(crate) fn new(application: &str) -> Self {
        Browser {
            http: http_client(),
            cookies: Vec::new(),
            application: application.to_owned(),
            stop_before: None,
            visited: Vec::new(),
        }
    }

    /// Types an address and follows every redirect.
    pub(crate) async fn open(&mut self, url: &str) -> Page {
        let url = Url::parse(url).expect("a URL");
        self.travel(Method::GET, url.clone(), None, &url).await
    }

    /// One request, redirects not followed.
    pub(crate) async fn open_one(&mut self, url: &str) -> Page {
        let url = Url::parse(url).expect("a URL");
        self.request(Method::GET, &url, None, &url).await
    }

    pub(crate) async fn click(&mut self, page: &Page, href: &str) -> Page {
        let url = page.url.join(href).expect("a link");
        self.travel(Method::GET, url, None, &page.url).await
    }

    /// Submits the first form of the page with some fields filled in.
    pub(crate) async fn submit(&mut self, page: &Page, filled: &[(&str, &str)]) -> Page {
        let form = page.form();
        let mut fields = form.fields.clone();
        for (name, value) in filled {
            fields.retain(|(other, _)| other != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let action = page.url.join(&form.action).expect("an action");
        self.send(page, &form.method, action, &fields).await
    }

    /// Presses the button with this label on the first form.
    pub(crate) async fn press(&mut self, page: &Page, label: &str, filled: &[(&str, &str)]) -> Page {
        let form = page.form();
        let button = form.buttons.iter().find(|(_, _, text)| text.contains(label));
        let (name, value, _) = button.unwrap_or_else(|| panic!("no button {label:?} among {:?}", form.buttons));
        let mut filled = filled.to_vec();
        if !name.is_empty() {
            filled.push((name, value));
        }
        self.submit(page, &filled).await
    }

    /// Submits a page that posts itself, one request, redirects not followed.
    pub(crate) async fn post_one(&mut self, page: &Page) -> Page {
        let form = page.form();
        let action = page.url.join(&form.action).expect("an action");
        self.request(Method::POST, &action, Some(encode(&form.fields)), &page.url).await
    }

    pub(crate) fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    pub(crate) fn cookie_names(&self) -> Vec<&str> {
        self.cookies.iter().map(|cookie| cookie.name.as_str()).collect()
    }

    async fn send(&mut self, page: &Page, method: &str, mut action: Url, fields: &[(String, String)]) -> Page {
        if method.eq_ignore_ascii_case("post") {
            return self.travel(Method::POST, action, Some(encode(fields)), &page.url).await;
        }
        action.set_query(Some(&encode(fields)));
        self.travel(Method::GET, action, None, &page.url).await
    }

    async fn travel(&mut self, method: Method, url: Url, body: Option<String>, from: &Url) -> Page {
        let (mut method, mut url, mut body) = (method, url, body);
        for _ in 0..20 {
            let stop = [Some(&self.application), self.stop_before.as_ref()];
            if stop.into_iter().flatten().any(|before| url.as_str().starts_with(before)) {
                let body = body.unwrap_or_default();
                return Page { url, status: StatusCode::OK, headers: HeaderMap::new(), body };
            }
            let page = self.request(method.clone(), &url, body.clone(), from).await;
            if !page.status.is_redirection() {
                return page;
            }
            url = page.location();
            if !matches!(page.status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT) {
                (method, body) = (Method::GET, None);
            }
        }
        panic!("too many redirects, at {url}");
    }

    async fn request(&mut self, method: Method, url: &Url, body: Option<String>, from: &Url) -> Page {
        self.visited.push(format!("{method} {}{}", host(url), url.path()));
        let same_site = host(url) == host(from);
        let mut request = self.http.request(method.clone(), url.clone());
        // Every cookie here is Lax: not with a cross-site post.
        let cookies = self.cookies_for(url);
        if !cookies.is_empty() && (same_site || method == Method::GET) {
            request = request.header(COOKIE, cookies);
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
            request = request.header(ORIGIN, from.origin().ascii_serialization());
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{method} {url}: {error}"));
        let (status, headers) = (response.status(), response.headers().clone());
        self.keep_cookies(url, &headers);
        Page { url: url.clone(), status, headers, body: response.text().await.expect("a body") }
    }

    fn cookies_for(&self, url: &Url) -> String {
        let fits = |cookie: &&Cookie| cookie.host == host(url) && url.path().starts_with(&cookie.path);
        let cookies: Vec<String> =
            self.cookies.iter().filter(fits).map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        cookies.join("; ")
    }

    fn keep_cookies(&mut self, url: &Url, headers: &HeaderMap) {
        for header in headers.get_all(SET_COOKIE) {
            let text = header.to_str().expect("a cookie");
            let mut parts = text.split(';').map(str::trim);
            let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("name=value");
            let attributes: HashMap<String, &str> = parts
                .map(|part| part.split_once('=').unwrap_or((part, "")))
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect();
            self.cookies.retain(|cookie| cookie.name != name || cookie.host != host(url));
            // A browser never keeps a Secure cookie from plain http.
            let gone = attributes.get("max-age") == Some(&"0") || attributes.contains_key("secure");
            if !gone {
                let path = attributes.get("path").copied().unwrap_or("/").to_owned();
                let cookie = Cookie { host: host(url), path, name: name.to_owned(), value: value.to_owned() };
                self.cookies.push(cookie);
            }
        }
    }
}

impl Page {
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.url.query_pairs().find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
    }

    pub(crate) fn location(&self) -> Url {
        let location = self.headers.get(LOCATION).unwrap_or_else(|| panic!("no Location on {}", self.url));
        self.url.join(location.to_str().expect("an address")).expect("an address")
    }

    /// The first form.
    pub(crate) fn form(&self) -> Form {
        let start = self.body.find("<form").unwrap_or_else(|| panic!("no form at {}: {}", self.url, self.body));
        let end = self.body[start..].find("</form>").expect("an end of the form") + start;
        let html = &self.body[start..end];
        let tag = html.split('>').next().expect("a tag");
        let fields = tags(html, "<input")
            .filter(|(tag, _)| !matches!(attribute(tag, "type").as_deref(), Some("radio" | "checkbox" | "submit")))
            .filter_map(|(tag, _)| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())));
        let buttons = tags(html, "<button").map(|(tag, rest)| {
            let label = rest.split("</button").next().unwrap_or_default();
            (attribute(tag, "name").unwrap_or_default(), attribute(tag, "value").unwrap_or_default(), text(label))
        });
        Form {
            action: attribute(tag, "action").unwrap_or_default(),
            method: attribute(tag, "method").unwrap_or_else(|| "get".to_owned()),
            fields: fields.collect(),
            buttons: buttons.collect(),
        }
    }

    /// Whether the page's policy allows its own inline script or style, by its digest.
    pub(crate) fn allows(&self, directive: &str, tag: &str) -> bool {
        let inline =
            self.body.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once(&format!("</{tag}>")));
        let (inline, _) = inline.unwrap_or_else(|| panic!("no {tag} at {}: {}", self.url, self.body));
        self.policy().contains(&format!("{directive} 'sha256-{}'", STANDARD.encode(Sha256::digest(inline))))
    }

    pub(crate) fn policy(&self) -> &str {
        self.headers["content-security-policy"].to_str().expect("a policy")
    }

    /// Text and address of each link.
    pub(crate) fn links(&self) -> Vec<(String, String)> {
        tags(&self.body, "<a ")
            .filter_map(|(tag, rest)| Some((text(rest.split("</a").next()?), attribute(tag, "href")?)))
            .collect()
    }
}

fn encode(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn host(url: &Url) -> String {
    url.host_str().expect("a host").to_owned()
}

/// Each tag of a kind, with what follows it.
fn tags<'a>(html: &'a str, open: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    html.match_indices(open).filter_map(move |(start, _)| html[start..].split_once('>'))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag[start..].split('"').next()?;
    Some(unescape(value))
}

fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    unescape(text.trim())
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#34;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
