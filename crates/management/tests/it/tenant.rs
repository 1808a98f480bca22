//! A tenant that answers the token endpoint as it should, and everything else as a test says.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Json, Router, routing::post};
use lintel_management::{Client, Credentials};
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

pub(crate) async fn client(routes: Router) -> Client {
    let token = json!({ "access_token": "token", "token_type": "Bearer", "expires_in": 600 });
    client_of(routes.route("/oauth/token", post(async || Json(token)))).await
}

pub(crate) async fn client_of(routes: Router) -> Client {
    client_with(routes, Credentials::new("client", "s3cret", "audience")).await
}

pub(crate) async fn client_with(routes: Router, credentials: Credentials) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Client::new(Url::parse(&base).expect("a URL"), credentials).expect("a client")
}

/// How often something happened.
#[derive(Clone, Default)]
pub(crate) struct Count(Arc<AtomicUsize>);

impl Count {
    /// Counts one more, and says how many there were before.
    pub(crate) fn next(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst)
    }

    pub(crate) fn all(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
