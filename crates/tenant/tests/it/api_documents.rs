//! Discovery documents on this computer, so that no test needs the network.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    extract::{OriginalUri, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet};

pub(crate) struct Documents {
    pub(crate) origin: String,
    shelf: Arc<Mutex<Shelf>>,
    _serving: JoinSet<()>,
}

#[derive(Default)]
struct Shelf {
    documents: HashMap<String, Value>,
    fetched: Vec<String>,
    held: HashMap<String, (oneshot::Sender<()>, oneshot::Receiver<()>)>,
}

/// One fetch that waits.
pub(crate) struct HeldBack {
    /// Resolves when someone has asked.
    pub(crate) asked: oneshot::Receiver<()>,
    pub(crate) release: oneshot::Sender<()>,
}

impl Documents {
    pub(crate) async fn start() -> Documents {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shelf));
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Documents { origin, shelf, _serving: serving }
    }

    /// Puts a document at a path; its URL.
    pub(crate) fn put(&self, path: &str, document: Value) -> String {
        shelf(&self.shelf).documents.insert(path.to_owned(), document);
        format!("{}{path}", self.origin)
    }

    /// The metadata of a provider at `issuer`, which is a path here.
    pub(crate) fn put_provider(&self, issuer: &str) -> String {
        self.put(&format!("{issuer}/.well-known/openid-configuration"), self.metadata(issuer))
    }

    pub(crate) fn metadata(&self, issuer: &str) -> Value {
        let issuer = format!("{}{issuer}", self.origin);
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "userinfo_endpoint": format!("{issuer}/userinfo"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "request_parameter_supported": true,
            "x_vendor": { "b": [1, null], "a": "kept" },
        })
    }

    /// How often a path was fetched.
    pub(crate) fn fetched(&self, path: &str) -> usize {
        shelf(&self.shelf).fetched.iter().filter(|fetched| *fetched == path).count()
    }

    /// Lets the next fetch of the path wait.
    pub(crate) fn hold_back(&self, path: &str) -> HeldBack {
        let (ask, asked) = oneshot::channel();
        let (release, released) = oneshot::channel();
        shelf(&self.shelf).held.insert(path.to_owned(), (ask, released));
        HeldBack { asked, release }
    }
}

fn shelf(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(state): State<Arc<Mutex<Shelf>>>, OriginalUri(uri): OriginalUri) -> Response {
    let path = uri.path();
    let held = shelf(&state).held.remove(path);
    if let Some((ask, released)) = held {
        // Whoever holds it back is gone when nobody hears or releases: then there is nothing to wait for.
        let _ = ask.send(());
        let _ = released.await;
    }
    let mut kept = shelf(&state);
    kept.fetched.push(path.to_owned());
    match kept.documents.get(path) {
        Some(document) => Json(document.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
