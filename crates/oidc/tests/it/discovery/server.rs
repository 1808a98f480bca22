//! A provider on this computer that answers as a test says.

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use tokio::net::TcpListener;
use url::Url;

/// Serves `answer` on a free port of 127.0.0.1 until the test's runtime ends.
pub(super) async fn serve<F>(answer: F) -> Url
where
    F: Fn(Request) -> Response + Clone + Send + Sync + 'static,
{
    serve_slowly(move |request| std::future::ready(answer(request))).await
}

pub(super) async fn serve_slowly<F, A>(answer: F) -> Url
where
    F: Fn(Request) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Response> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}").parse().expect("a URL")
}

pub(super) fn answer(status: u16, content_type: &str, body: impl Into<axum::body::Body>) -> Response {
    Response::builder().status(status).header("content-type", content_type).body(body.into()).expect("a response")
}

pub(super) fn redirect(to: &str) -> Response {
    Response::builder().status(302).header("location", to).body("elsewhere".into()).expect("a response")
}
