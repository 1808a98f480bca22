//! Nothing secret is logged, at any level and by nobody, the libraries below included.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use lintel_console::{trial::PATIENCE, view::TrialState};
use lintel_oidc::{Channel, Secret, issuing::code_challenge_s256};
use lintel_tenant::KeySource;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::{
    recorder::Recorder,
    scene::{Scene, direct, through_tenant},
    window::Person,
};

const KEY: &str = "a key that only this test knows";

#[tokio::test]
async fn sign_ins_and_calls_leave_no_secret_in_the_log() {
    let log = Log::default();
    collect(&log);
    let scene = Scene::start_with(KeySource::Passphrase(Secret::new(KEY)), PATIENCE).await;
    let back = scene.enabled("back", Channel::BackChannel).await;
    let front = scene.enabled("front", Channel::FrontChannel).await;
    let practice_secret = scene.console.reveal_practice_secret().expect("it answers");
    let (recorder, token_endpoint) =
        Recorder::start(&format!("{}/token", scene.console.practice().expect("it answers").issuer)).await;
    let (scene, management_secret) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let mut connection = tenant.store().connection(&back.id).await.expect("a database").expect("it is there");
            let options = connection.options.as_mut().expect("options");
            options.0.insert("token_endpoint".to_owned(), token_endpoint.into());
            tenant.store().replace_connection(&connection).await.expect("a database");
            tenant.management_client().1.expose().to_owned()
        })
        .await;

    let mut secrets = vec![("LINTEL_KEY", KEY.to_owned()), ("client secret", practice_secret)];
    secrets.push(("Management API secret", management_secret));
    let mut challenges = Vec::new();
    for request in [direct(&back), direct(&front), through_tenant(&back), through_tenant(&front)] {
        let mut trial = scene.begin(request, Person::SignsIn).await;
        let ended = trial.end().await;
        assert_eq!(ended.state, TrialState::Passed, "{}: {}", ended.headline, ended.detail);
        secrets.extend(trial.window.secrets().into_iter().map(|secret| ("cookie, code or token", secret)));
        challenges.extend(trial.window.challenges());
    }
    for name in ["code", "code_verifier", "client_secret", "id_token", "access_token"] {
        let values = recorder.values(name);
        assert_eq!(values.len(), 2, "both sign-ins over the back channel sent {name}");
        secrets.extend(values.into_iter().map(|value| (name, value)));
    }

    let log = log.text();
    for place in ["lintel_tenant", "lintel_practice", "lintel_management", "hyper_util", "signed in"] {
        assert!(log.contains(place), "the log holds {place}");
    }
    for (what, secret) in secrets {
        assert!(secret.len() >= 10, "{what} can be told from other text: {secret}");
        assert!(!log.contains(&secret), "the log shows a {what}: {}", line_with(&log, &secret));
    }
    // What the tenant and its clients have between themselves: the application's verifier, and tokens.
    assert_eq!(
        challenges.len(),
        4,
        "one to the provider and two to the tenant over the back channel, one over the front"
    );
    for word in words(&log).filter(|word| word.len() >= 43) {
        let challenge = code_challenge_s256(word);
        assert!(!challenges.contains(&challenge), "the log shows a verifier: {}", line_with(&log, word));
    }
    for sign in ["eyJ", "code_verifier=", "client_secret=", "Bearer "] {
        assert!(!log.contains(sign), "the log shows {sign}: {}", line_with(&log, sign));
    }
}

/// Everything that the process logs from here on, spans and their fields included.
fn collect(log: &Log) {
    let log = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_span_events(FmtSpan::FULL);
    subscriber.with_ansi(false).with_writer(move || log.clone()).try_init().expect("the first to collect");
}

/// What could be a verifier (RFC 7636, section 4.1), and everything else of that form.
fn words(log: &str) -> impl Iterator<Item = &str> {
    log.split(|character: char| !character.is_ascii_alphanumeric() && !"-._~".contains(character))
}

fn line_with<'a>(log: &'a str, text: &str) -> &'a str {
    log.lines().find(|line| line.contains(text)).unwrap_or_default()
}

#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
