//! Stands in front of a tenant elsewhere and holds back, loses or refuses what the test says: the moments between a request and
//! its answer.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use lintel_console::view::TenantAccess;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};
use url::form_urlencoded;

use crate::elsewhere::Elsewhere;

#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) address: String,
    behind: String,
    audience: String,
    http: Client,
    orders: Arc<Mutex<Vec<Order>>>,
    writes: Arc<Mutex<Vec<lintel_management::Request>>>,
}

/// What happens to a request whose method is this one and whose path ends like this.
#[derive(Debug)]
struct Order {
    method: Method,
    path: String,
    what: What,
}

#[derive(Debug)]
enum What {
    /// Once.
    Hold { when: When, arrived: oneshot::Sender<()>, go: oneshot::Receiver<()> },
    /// Once: the tenant does it, and the answer is a gateway's.
    LoseAnswer,
    /// From now on.
    Answer(StatusCode, &'static str),
}

/// Where a request is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    BeforeTheTenant,
    AfterTheTenant,
}

/// A request that is to be held. Dropped, it is let go.
#[derive(Debug)]
pub(crate) struct Held {
    arrived: oneshot::Receiver<()>,
    _go: oneshot::Sender<()>,
}

impl Held {
    /// Waits until it is there.
    pub(crate) async fn arrived(&mut self) {
        (&mut self.arrived).await.expect("a request");
    }
}

impl Gate {
    pub(crate) async fn before(elsewhere: &Elsewhere) -> Gate {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let gate = Gate {
            address: format!("http://{}", listener.local_addr().expect("an address")),
            behind: elsewhere.tenant.url().to_owned(),
            audience: elsewhere.tenant.audience(),
            http: Client::builder().no_proxy().build().expect("an HTTP client"),
            orders: Arc::default(),
            writes: Arc::default(),
        };
        let router = Router::new().fallback(pass).with_state(gate.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        gate
    }

    /// The tenant's own credentials, at this address.
    pub(crate) fn access(&self, elsewhere: &Elsewhere) -> TenantAccess {
        TenantAccess { domain: self.address.clone(), ..elsewhere.access() }
    }

    pub(crate) fn hold(&self, method: Method, path: &str, when: When) -> Held {
        let ((arrived, is_there), (release, go)) = (oneshot::channel(), oneshot::channel());
        self.order(method, path, What::Hold { when, arrived, go });
        Held { arrived: is_there, _go: release }
    }

    pub(crate) fn lose_answer(&self, method: Method, path: &str) {
        self.order(method, path, What::LoseAnswer);
    }

    pub(crate) fn answer(&self, method: Method, path: &str, status: StatusCode, body: &'static str) {
        self.order(method, path, What::Answer(status, body));
    }

    /// What has been written through the Management API since this was asked last.
    pub(crate) fn writes(&self) -> Vec<lintel_management::Request> {
        mem::take(&mut *lock(&self.writes))
    }

    /// Everything passes again.
    pub(crate) fn open(&self) {
        lock(&self.orders).clear();
    }

    fn order(&self, method: Method, path: &str, what: What) {
        lock(&self.orders).push(Order { method, path: path.to_owned(), what });
    }

    fn ordered(&self, method: &Method, path: &str) -> Option<What> {
        let mut orders = lock(&self.orders);
        let fits = |order: &Order| order.method == method && path.ends_with(&order.path);
        let found = orders.iter().position(fits)?;
        match orders[found].what {
            What::Answer(status, body) => Some(What::Answer(status, body)),
            _ => Some(orders.remove(found).what),
        }
    }

    async fn passed(&self, method: Method, target: &str, kept: &[(HeaderName, String)], body: Vec<u8>) -> Response {
        let mut request = self.http.request(method, format!("{}{target}", self.behind)).body(body);
        for (name, value) in kept {
            request = request.header(name, value);
        }
        let answer = request.send().await.expect("the tenant answers");
        let (status, body) = (answer.status(), answer.bytes().await.expect("a body"));
        (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

async fn pass(State(gate): State<Gate>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (method, path) = (parts.method, parts.uri.path().to_owned());
    let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let kept = [header::AUTHORIZATION, header::CONTENT_TYPE];
    let kept: Vec<(HeaderName, String)> = kept
        .into_iter()
        .filter_map(|name| Some((name.clone(), parts.headers.get(name)?.to_str().ok()?.to_owned())))
        .collect();
    let body = match path.as_str() {
        // The tenant knows itself by its own address alone.
        "/oauth/token" => {
            let asked = form_urlencoded::parse(&body);
            let named = asked.map(|(name, value)| match &*name {
                "audience" => (name, gate.audience.clone().into()),
                _ => (name, value),
            });
            form_urlencoded::Serializer::new(String::new()).extend_pairs(named).finish().into_bytes()
        }
        _ => body.to_vec(),
    };
    if method != Method::GET && path.starts_with("/api/v2/") {
        let written =
            json!({ "method": method.as_str(), "path": path, "body": serde_json::from_slice::<Value>(&body).ok() });
        lock(&gate.writes).push(serde_json::from_value(written).expect("a request"));
    }
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let pass = || gate.passed(method.clone(), target, &kept, body.clone());
    match gate.ordered(&method, &path) {
        None => pass().await,
        Some(What::Answer(status, body)) => {
            (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Some(What::LoseAnswer) => {
            pass().await;
            (StatusCode::BAD_GATEWAY, "<h1>Bad gateway</h1>").into_response()
        }
        Some(What::Hold { when: When::BeforeTheTenant, arrived, go }) => {
            let _ = arrived.send(());
            let _ = go.await;
            pass().await
        }
        Some(What::Hold { when: When::AfterTheTenant, arrived, go }) => {
            let answer = pass().await;
            let _ = arrived.send(());
            let _ = go.await;
            answer
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
