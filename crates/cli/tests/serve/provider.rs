//! A provider whose metadata can be held back: whoever asked for it waits until the test lets go.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
    time::Duration,
};

use serde_json::json;

/// Far more than anything here takes, on a computer that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Provider {
    url: String,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// What is asked for below this path is held.
    held: Option<String>,
    waiting: bool,
    /// Paths in the order in which they were asked for.
    asked: Vec<String>,
}

impl Provider {
    /// Serves until the test process ends.
    pub(crate) fn start() -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
        let gate = Arc::<Gate>::default();
        let (issuer, at) = (url.clone(), Arc::clone(&gate));
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (issuer, gate) = (issuer.clone(), Arc::clone(&at));
                // Who asked may have been killed.
                thread::spawn(move || answer(connection, &issuer, &gate).unwrap_or_default());
            }
        });
        Provider { url, gate }
    }

    /// Where the metadata of one of its issuers is.
    pub(crate) fn discovery_url(&self, issuer: &str) -> String {
        format!("{}/{issuer}/.well-known/openid-configuration", self.url)
    }

    /// From now on the metadata of this issuer is held back.
    pub(crate) fn hold(&self, issuer: &str) {
        self.gate.state().held = Some(format!("/{issuer}/"));
    }

    /// Waits until somebody waits.
    pub(crate) fn wait_until_asked(&self) {
        let state = self.gate.state();
        let (_state, late) =
            self.gate.changed.wait_timeout_while(state, PATIENCE, |state| !state.waiting).expect("no panic");
        assert!(!late.timed_out(), "nobody asked for what is held");
    }

    pub(crate) fn let_go(&self) {
        let mut state = self.gate.state();
        (state.held, state.waiting) = (None, false);
        self.gate.changed.notify_all();
    }

    /// How often the metadata of this issuer was asked for.
    pub(crate) fn asked(&self, issuer: &str) -> usize {
        let path = format!("/{issuer}/.well-known/openid-configuration");
        self.gate.state().asked.iter().filter(|asked| **asked == path).count()
    }
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }
}

fn answer(mut connection: TcpStream, url: &str, gate: &Gate) -> std::io::Result<()> {
    let mut head = BufReader::new(connection.try_clone()?).lines();
    let first = head.next().transpose()?.unwrap_or_default();
    while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut state = gate.state();
    state.asked.push(path.clone());
    while state.held.as_ref().is_some_and(|held| path.starts_with(held)) {
        state.waiting = true;
        gate.changed.notify_all();
        state = gate.changed.wait(state).expect("no panic");
    }
    drop(state);
    let issuer = format!("{url}/{}", path.split('/').nth(1).unwrap_or_default());
    let body = match path.ends_with("/jwks") {
        true => json!({ "keys": [] }),
        false => json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }),
    }
    .to_string();
    let length = body.len();
    write!(
        connection,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}
