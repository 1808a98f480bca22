//! The login page: an email address that finds the connection of its domain, and a button for each connection that shows one.

use axum::{http::StatusCode, response::Response};
use lintel_management::Connection;
use maud::{Markup, html};

use super::{
    page::{Page, Theme, hidden_fields, query},
    params::{EMAIL, Params},
};
use crate::{
    OidcOptions,
    realm::{self, Route},
};

/// What the page says and leads to.
#[derive(Debug)]
pub(super) struct LoginPage<'a> {
    pub(super) application: &'a str,
    /// What people read of the organization that they sign in to.
    pub(super) organization: Option<&'a str>,
    /// The connections that are enabled for the application, and for the organization.
    pub(super) connections: &'a [Connection],
    /// The application's request, to go on with.
    pub(super) request: &'a Params,
    pub(super) email: &'a str,
    /// Why what was typed led nowhere.
    pub(super) error: Option<String>,
}

/// The login page of an application as a document of its own, with connections that need not be stored. Nothing in it
/// leads anywhere.
pub fn login_page_preview(application: &str, connections: &[Connection], theme: Theme) -> String {
    let body = html! {
        (header(application, None))
        (email_form(&html! {}, None, None))
        (choices(connections, |_| None))
    };
    Page::new(&title(application, None), body).images().preview(theme)
}

impl LoginPage<'_> {
    pub(super) fn respond(&self) -> Response {
        let hidden = hidden_fields(self.request.without(&[EMAIL]));
        let body = html! {
            (header(self.application, self.organization))
            (email_form(&hidden, Some(self.email), self.error.as_deref()))
            (choices(self.connections, |connection| Some(self.way_to(connection))))
        };
        Page::new(&title(self.application, self.organization), body).images().posts().respond(StatusCode::OK)
    }

    fn way_to(&self, connection: &Connection) -> String {
        let parameters = self.request.without(&[EMAIL, "connection"]).chain([("connection", connection.name.as_str())]);
        format!("/authorize?{}", query(parameters))
    }
}

/// Why a route is none, for the person who typed the address.
pub(super) fn no_way(route: &Route<'_>) -> Option<String> {
    match route {
        Route::Matched { .. } => None,
        Route::NotEnabled { domain, .. } | Route::Unmatched { domain } => {
            Some(format!("No connection of this application is for {domain}. Check the address."))
        }
        Route::NotAnAddress => Some("This is not an email address. Enter one such as ada@example.com.".to_owned()),
    }
}

fn title(application: &str, organization: Option<&str>) -> String {
    match organization {
        Some(organization) => format!("Log in to {organization} to continue to {application}"),
        None => format!("Log in to {application}"),
    }
}

fn header(application: &str, organization: Option<&str>) -> Markup {
    html! {
        header.login {
            span.brand aria-hidden="true" { (initial(organization.unwrap_or(application))) }
            h1 { (title(application, organization)) }
        }
    }
}

/// `email` is what was typed before; a preview has none.
fn email_form(hidden: &Markup, email: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        form method="get" action="/authorize" {
            (hidden)
            label for="email" { "Email address" }
            input id="email" name=(EMAIL) type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required
                autofocus[email.is_some()] aria-describedby=[error.map(|_| "email-error")] aria-invalid=[error.map(|_| "true")]
                value=[email];
            @if let Some(error) = error { p.error id="email-error" { (error) } }
            button { "Continue" }
        }
    }
}

/// The buttons of the connections that show one, or what to do where the page leads nowhere.
fn choices(connections: &[Connection], href: impl Fn(&Connection) -> Option<String>) -> Markup {
    let shown: Vec<&Connection> = connections.iter().filter(|connection| connection.show_as_button).collect();
    let leads_nowhere =
        shown.is_empty() && connections.iter().all(|connection| realm::domains(connection).next().is_none());
    html! {
        @if !shown.is_empty() {
            p.or { "or" }
            ul.buttons {
                @for connection in shown { li { (button(connection, href(connection))) } }
            }
        }
        @if leads_nowhere {
            h2 { "What to do" }
            p {
                "No connection of this application has a domain or shows a button. In Lintel, open the connection's Login \
                 Experience: enter its identity provider domains, or switch on “Display connection button”. The application can \
                 also send "
                code { "connection=NAME" }
                "."
            }
        }
    }
}

fn button(connection: &Connection, href: Option<String>) -> Markup {
    let name = connection.display_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&connection.name);
    html! {
        a.button href=[href] {
            (logo(connection, name))
            span { "Continue with " (name) }
        }
    }
}

/// The logo covers a tile with the first letter, which is there when there is no logo or it does not load.
fn logo(connection: &Connection, name: &str) -> Markup {
    let icon_url = OidcOptions::of_connection(connection).and_then(|options| options.icon_url);
    html! {
        span.logo {
            span.letter aria-hidden="true" { (initial(name)) }
            @if let Some(url) = icon_url.filter(|url| url.starts_with("https://")) {
                img src=(url) alt="" width="20" height="20" referrerpolicy="no-referrer";
            }
        }
    }
}

fn initial(name: &str) -> String {
    name.chars().find(|character| character.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::page::preview_style_sources, *};

    fn connection(members: Value) -> Connection {
        let mut connection = json!({ "id": "con_1", "name": "acme", "strategy": "oidc", "show_as_button": true });
        for (name, value) in members.as_object().expect("members") {
            connection[name] = value.clone();
        }
        serde_json::from_value(connection).expect("a connection")
    }

    #[test]
    fn a_preview_stands_alone_runs_nothing_and_leads_nowhere() {
        let options = json!({ "icon_url": "https://cdn.example/logo.svg?a=1&b=2", "client_secret": "s3cret" });
        let shown = connection(json!({ "display_name": "Acme <& Sons>", "options": options }));
        let html = login_page_preview(
            "Field \"Portal\"",
            &[shown, connection(json!({ "show_as_button": false }))],
            Theme::System,
        );
        assert!(html.contains("Log in to Field &quot;Portal&quot;"), "{html}");
        assert!(html.contains("Continue with Acme &lt;&amp; Sons&gt;"), "{html}");
        assert!(html.contains("src=\"https://cdn.example/logo.svg?a=1&amp;b=2\" alt=\"\""), "{html}");
        assert_eq!(html.matches("class=\"button\"").count(), 1, "{html}");
        assert!(html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'"), "{html}");
        assert!(html.contains("form-action 'none'") && html.contains("img-src https:"), "{html}");
        for absent in ["<script", "href", "autofocus", "s3cret", "<link"] {
            assert!(!html.contains(absent), "{absent} in {html}");
        }
    }

    #[test]
    fn the_same_connections_make_the_same_preview() {
        let preview = || login_page_preview("App", &[connection(json!({}))], Theme::Light);
        assert_eq!(preview(), preview());
    }

    #[test]
    fn a_preview_can_be_held_to_light_or_dark() {
        let preview = |theme| login_page_preview("App", &[], theme);
        assert!(preview(Theme::System).contains("prefers-color-scheme"));
        assert!(
            !preview(Theme::Light).contains("prefers-color-scheme")
                && !preview(Theme::Dark).contains("prefers-color-scheme")
        );
        assert_ne!(preview(Theme::Light), preview(Theme::Dark));
        let sources = preview_style_sources();
        assert!(
            preview(Theme::Light).contains(&sources[0]) && preview(Theme::Dark).contains(&sources[1]),
            "{sources:?}"
        );
    }

    #[test]
    fn a_logo_that_is_not_https_is_left_out_and_the_letter_stays() {
        let with = |icon_url: &str| {
            let options = json!({ "icon_url": icon_url });
            choices(&[connection(json!({ "display_name": "élan", "options": options }))], |_| None).into_string()
        };
        assert!(with("https://cdn.example/logo.svg").contains("<img"));
        for refused in ["javascript:alert(1)", "http://cdn.example/logo.svg", "data:image/png;base64,AA==", ""] {
            assert!(!with(refused).contains("<img"), "{refused}");
            assert!(with(refused).contains("aria-hidden=\"true\">É<"), "{refused}");
        }
    }
}
