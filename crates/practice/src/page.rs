//! The pages that a person sees. No scripts are needed; one page has one, to save a click.

use std::fmt::{self, Display};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use lintel_oidc::issuing;
use url::Url;

use crate::{
    authorize::AuthorizationRequest,
    config::CLIENT_ID,
    people::{self, Person},
    provider::Provider,
};

/// `encoded` is the authorization request as it came, to be sent along with the choice.
pub(crate) fn sign_in(request: &AuthorizationRequest, encoded: &str, complaint: Option<&str>) -> Response {
    let hint = request.login_hint.as_deref().unwrap_or_default();
    let mut everyone = people::everyone();
    everyone.sort_by_key(|person| !person.is_meant_by(hint));
    let buttons: String = everyone.iter().map(|person| button(person, person.is_meant_by(hint))).collect();
    let guest_hint =
        if hint.contains('@') && !everyone.iter().any(|person| person.is_meant_by(hint)) { hint } else { "" };
    let complaint =
        complaint.map(|text| format!(r#"<p class="complaint" role="alert">{}</p>"#, Text(text))).unwrap_or_default();
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let body = format!(
        r#"<h1>Sign in</h1>
<p>You go on to <strong>{destination}</strong> afterwards.</p>
{complaint}
<form method="post" action="/sign-in" aria-label="People">
<input type="hidden" name="request" value="{request}">
<ul class="people">{buttons}</ul>
</form>
<form method="post" action="/sign-in" class="guest">
<h2>Somebody else</h2>
<input type="hidden" name="request" value="{request}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="{guest_hint}" autocomplete="off" required>
<label for="name">Name <span class="quiet">(optional)</span></label>
<input id="name" name="name" autocomplete="off">
<label class="check"><input type="checkbox" name="email_verified" value="true" checked> The e-mail address is verified</label>
<button class="primary">Sign in</button>
</form>
<form method="post" action="/sign-in">
<input type="hidden" name="request" value="{request}">
<button class="plain" name="cancel" value="true">Cancel</button>
</form>"#,
        destination = Text(&request.reply.redirect_uri[..url::Position::BeforePath]),
        request = Text(encoded),
        guest_hint = Text(guest_hint),
    );
    page(status, &body, "")
}

/// Carries the response to the client (OAuth 2.0 Form Post Response Mode). Without scripts, a person presses the button.
pub(crate) fn form_post(action: &Url, parameters: &[(&'static str, String)]) -> Response {
    let fields: String = parameters
        .iter()
        .map(|(name, value)| format!(r#"<input type="hidden" name="{}" value="{}">"#, Text(name), Text(value)))
        .collect();
    let body = format!(
        r#"<h1>Back to your application</h1>
<p>If nothing happens, press Continue.</p>
<form method="post" action="{action}">
{fields}
<button class="primary">Continue</button>
</form>"#,
        action = Text(action.as_str()),
    );
    page(StatusCode::OK, &body, "document.forms[0].submit()")
}

/// A page that says why it goes no further.
pub(crate) fn problem(status: StatusCode, heading: &str, text: &str) -> Response {
    page(status, &format!("<h1>{}</h1>\n<p>{}</p>", Text(heading), Text(text)), "")
}

/// `/`
pub(crate) fn front(provider: &Provider) -> Response {
    let body = format!(
        r#"<h1>It is running</h1>
<p>Enter this in a connection, and sign in as one of the people here.</p>
<dl>
<dt>Discovery URL</dt><dd><a href="/.well-known/openid-configuration">{discovery}</a></dd>
<dt>Issuer</dt><dd>{issuer}</dd>
<dt>Client ID</dt><dd>{CLIENT_ID}</dd>
</dl>"#,
        discovery = Text(&provider.url("/.well-known/openid-configuration")),
        issuer = Text(&provider.issuer),
    );
    page(StatusCode::OK, &body, "")
}

fn button(person: &Person, hinted: bool) -> String {
    format!(
        r#"<li><button name="sub" value="{sub}" aria-label="Sign in as {name}" aria-describedby="about-{sub}"{focus}>
<span class="name" lang="{language}">{name}</span>
<span class="quiet" id="about-{sub}">{username}. {note}</span>
</button></li>"#,
        sub = Text(&person.sub),
        name = Text(&person.name),
        language = Text(person.language),
        username = Text(person.email.as_ref().map_or(&person.preferred_username, |email| &email.address)),
        note = Text(&person.note),
        focus = if hinted { " autofocus class=\"hinted\"" } else { "" },
    )
}

fn page(status: StatusCode, body: &str, script: &str) -> Response {
    let nonce = issuing::token(22);
    let script =
        if script.is_empty() { String::new() } else { format!("<script nonce=\"{nonce}\">{script}</script>\n") };
    let html = format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Practice provider</title>
<style nonce="{nonce}">{STYLE}</style>
</head>
<body>
<header><strong>Practice provider</strong> <span>Nothing here is a real account.</span></header>
<main>
{body}
</main>
{script}</body>
</html>
"#
    );
    // `form-action` stays open: after a sign-in the browser goes on to the client, and some apply it to redirects too.
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Not `no-referrer`: that would make the `Origin` of our own form "null".
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    response
}

/// Text in HTML, between tags or in a quoted attribute.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => fmt::Write::write_char(f, other)?,
            }
        }
        Ok(())
    }
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
