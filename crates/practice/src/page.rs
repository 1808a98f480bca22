//! The pages that a person sees, escaped by maud. No scripts are needed; one page has one, to save a click.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use lintel_oidc::issuing;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::Url;

use crate::{
    config::CLIENT_ID,
    people::{self, Person},
};

/// Who is it, on the way to `destination`? `encoded` is the authorization request as it came, to be sent along with the choice.
pub(crate) fn sign_in(destination: &str, hint: &str, encoded: &str, complaint: Option<&str>) -> Response {
    let mut everyone = people::everyone();
    everyone.sort_by_key(|person| !person.is_meant_by(hint));
    let is_guest = hint.contains('@') && !everyone.iter().any(|person| person.is_meant_by(hint));
    let request = html! { input type="hidden" name="request" value=(encoded); };
    let body = html! {
        h1 { "Sign in" }
        p { "You go on to " strong { (destination) } " afterwards." }
        @if let Some(complaint) = complaint { p.complaint role="alert" { (complaint) } }
        form method="post" action="/sign-in" aria-label="People" {
            (request)
            ul.people {
                @for person in &everyone { li { (button(person, person.is_meant_by(hint))) } }
            }
        }
        form.guest method="post" action="/sign-in" {
            h2 { "Somebody else" }
            (request)
            label for="email" { "E-mail address" }
            input id="email" name="email" type="email" value=(if is_guest { hint } else { "" }) autocomplete="off" required;
            label for="name" { "Name " span.quiet { "(optional)" } }
            input id="name" name="name" autocomplete="off";
            label.check {
                input type="checkbox" name="email_verified" value="true" checked;
                " The e-mail address is verified"
            }
            button.primary { "Sign in" }
        }
        form method="post" action="/sign-in" {
            (request)
            button.plain name="cancel" value="true" { "Cancel" }
        }
    };
    page(if complaint.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK }, &body, None)
}

/// Carries the response to the client (OAuth 2.0 Form Post Response Mode). Without scripts, a person presses the button.
pub(crate) fn form_post(action: &Url, parameters: &[(&'static str, String)]) -> Response {
    let body = html! {
        h1 { "Back to your application" }
        p { "If nothing happens, press Continue." }
        form method="post" action=(action) {
            @for (name, value) in parameters { input type="hidden" name=(name) value=(value); }
            button.primary { "Continue" }
        }
    };
    page(StatusCode::OK, &body, Some("document.forms[0].submit()"))
}

/// A page that says why it goes no further.
pub(crate) fn problem(status: StatusCode, heading: &str, text: &str) -> Response {
    let body = html! {
        h1 { (heading) }
        p { (text) }
    };
    page(status, &body, None)
}

/// `/`
pub(crate) fn front(issuer: &str, discovery_url: &str) -> Response {
    let body = html! {
        h1 { "It is running" }
        p { "Enter this in a connection, and sign in as one of the people here." }
        dl {
            dt { "Discovery URL" }
            dd { a href="/.well-known/openid-configuration" { (discovery_url) } }
            dt { "Issuer" }
            dd { (issuer) }
            dt { "Client ID" }
            dd { (CLIENT_ID) }
        }
    };
    page(StatusCode::OK, &body, None)
}

fn button(person: &Person, hinted: bool) -> Markup {
    let about = format!("about-{}", person.sub);
    let username = person.email.as_ref().map_or(&person.preferred_username, |email| &email.address);
    html! {
        button name="sub" value=(person.sub) aria-label={ "Sign in as " (person.name) } aria-describedby=(about)
            autofocus[hinted] class=[hinted.then_some("hinted")] {
            span.name lang=(person.language) { (person.name) }
            span.quiet id=(about) { (username) ". " (person.note) }
        }
    }
}

fn page(status: StatusCode, body: &Markup, script: Option<&str>) -> Response {
    let nonce = issuing::token(22);
    let html = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Practice provider" }
                style nonce=(nonce) { (PreEscaped(STYLE)) }
            }
            body {
                header { strong { "Practice provider" } " " span { "Nothing here is a real account." } }
                main { (body) }
                @if let Some(script) = script { script nonce=(nonce) { (PreEscaped(script)) } }
            }
        }
    };
    // `form-action` stays open: after a sign-in the browser goes on to the client, and some apply it to redirects too.
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = (status, Html(html.into_string())).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Not `no-referrer`: that would make the `Origin` of our own form "null".
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    response
}

const STYLE: &str = "
:root { color-scheme: light dark; --text: #1c2030; --quiet: #5a6072; --page: #f5f6f9; --card: #fff; --line: #c9cdd8; --accent: #3450d6; --link: #3450d6; --bad: #a3201d; }
@media (prefers-color-scheme: dark) { :root { --text: #e8eaf1; --quiet: #a5abbd; --page: #14161d; --card: #1e212b; --line: #434959; --link: #9dadff; --bad: #ff9a94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { padding: 12px 16px; border-bottom: 3px solid var(--accent); background: var(--card); text-align: center; }
main { max-width: 448px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 1.25; }
h2 { margin: 0; font-size: 16px; }
p { margin: 0 0 16px; }
.quiet, header span, dt { color: var(--quiet); font-size: 14px; font-weight: 400; }
.complaint { padding: 8px 12px; border-left: 3px solid var(--bad); color: var(--bad); background: var(--card); }
.people { display: grid; gap: 8px; margin: 0 0 24px; padding: 0; list-style: none; }
.people span { display: block; }
.name { font-weight: 600; }
.people button { width: 100%; padding: 10px 14px; text-align: left; }
button, input { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
button { min-height: 44px; padding: 8px 16px; cursor: pointer; }
button:hover, .hinted { border-color: var(--link); }
.primary { background: var(--accent); border-color: var(--accent); color: #fff; font-weight: 600; }
.plain { width: 100%; background: none; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.guest { display: grid; gap: 8px; margin: 0 0 16px; padding: 16px; border: 1px solid var(--line); border-radius: 6px; }
.guest label { font-weight: 600; }
.guest input:not([type=checkbox]) { width: 100%; min-height: 44px; padding: 8px 12px; background: var(--page); }
.guest .check { font-weight: 400; }
dd { margin: 0 0 12px; }
a { color: var(--link); }
";
