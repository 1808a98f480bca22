//! A course in failed logins: a lesson for each dial of the practice provider that a sign-in feels, and the connection with which it does.

use lintel_oidc::{Channel, Secret, sign_in::Pkce};
use lintel_practice::Dial;

use crate::{
    Console,
    field::{MappingForm, MappingMode},
    view::{ConnectionForm, Lesson, Problem, SecretInput},
};

impl Console {
    /// The lessons, in the order of the dials.
    pub fn course(&self) -> Vec<Lesson> {
        let lesson = |dial: Dial| {
            let channels = channels(dial);
            let channel = *channels.first()?;
            let wants = wants(dial, channel).map(|(wants, _)| wants.to_owned());
            Some(Lesson { dial: dial.name().to_owned(), channels: channels.to_vec(), wants })
        };
        Dial::all().filter_map(lesson).collect()
    }

    /// A connection to the practice provider that feels the dial.
    pub(crate) fn lesson_form(&self, dial: &str, channel: Channel) -> Result<ConnectionForm, Problem> {
        let view = self.practice()?;
        let dial = self.dial(dial)?;
        let mut form = ConnectionForm {
            name: "practice-lesson".to_owned(),
            discovery_url: view.discovery_url,
            channel,
            client_id: view.client_id,
            client_secret: SecretInput::Replace(Secret::new(self.reveal_practice_secret()?)),
            ..ConnectionForm::default()
        };
        if let Some((_, put)) = wants(dial, channel) {
            put(&mut form);
        }
        Ok(form)
    }
}

/// The channels that feel it; none where the check of a provider alone tells.
fn channels(dial: Dial) -> &'static [Channel] {
    use Channel::{BackChannel, FrontChannel};
    match (dial.group(), dial.name()) {
        (_, "form-post-missing" | "openid-scope-missing" | "keys-private") => &[],
        (_, "implicit-off" | "answers-in-query") => &[FrontChannel],
        (
            _,
            "token-endpoint-missing"
            | "pkce-not-advertised"
            | "code-flow-off"
            | "pkce-required"
            | "pkce-plain-only"
            | "pkce-refused"
            | "nonce-required"
            | "response-issuer-missing"
            | "access-token-other",
        ) => &[BackChannel],
        ("Token endpoint" | "Userinfo", _) => &[BackChannel],
        _ => &[BackChannel, FrontChannel],
    }
}

type Put = fn(&mut ConnectionForm);

/// What the connection says otherwise than a new one, in words and in the form.
fn wants(dial: Dial, channel: Channel) -> Option<(&'static str, Put)> {
    Some(match (dial.group(), dial.name()) {
        (_, "pkce-required") => ("PKCE is disabled", |form| form.pkce = Pkce::Disabled),
        (_, "pkce-plain-only") => ("PKCE is S256", |form| form.pkce = Pkce::S256),
        (_, "nonce-missing" | "nonce-other") if channel == Channel::BackChannel => {
            ("Nonce is on", |form| form.back_channel_nonce = true)
        }
        (_, "es256-only") => {
            ("ID token algorithms list RS256 alone", |form| form.id_token_algs = vec!["RS256".to_owned()])
        }
        ("Userinfo", _) => ("email is mapped from userinfo", |form| {
            form.mapping = MappingForm {
                mode: MappingMode::UseMap,
                attributes: r#"{ "name": "${context.tokenset.name}", "email": "${context.userinfo.email}" }"#
                    .to_owned(),
                userinfo_scope: String::new(),
            };
        }),
        _ => return None,
    })
}
