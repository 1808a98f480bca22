use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

use crate::{Bound, guard};

/// How much a server takes on at once. `axum::serve` knows no such bounds, so that a connection with half a request on it would stay
/// for ever.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Open at once. Further ones wait in the system's queue.
    connections: usize,
    /// Until the head of a request is there. A connection without a request is closed after it as well.
    head_within: Duration,
    /// Between two pieces of a request's body.
    body_within: Duration,
    /// Bytes of a request's head.
    head: usize,
    /// How long requests under way may take to end.
    farewell: Duration,
}

const LIMITS: Limits = Limits {
    connections: 256,
    head_within: Duration::from_secs(30),
    body_within: Duration::from_secs(30),
    head: 64 * 1024,
    farewell: Duration::from_secs(2),
};

/// A server, answering. Dropping it stops it at once; [`Serving::shutdown`] lets what is under way end first.
#[derive(Debug)]
pub struct Serving {
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
    farewell: Duration,
}

/// Answers with `router` on every listener. Requests find the [`Authority`](crate::Authority) that they are addressed to in their
/// extensions; which ones to answer is the router's to say.
pub fn serve(bound: Bound, router: Router) -> io::Result<Serving> {
    serve_within(LIMITS, bound, router, None)
}

/// The same over TLS. A handshake is given as long as the head of a request, and takes one of the places.
pub fn serve_tls(bound: Bound, router: Router, tls: ServerConfig) -> io::Result<Serving> {
    serve_within(LIMITS, bound, router, Some(TlsAcceptor::from(Arc::new(tls))))
}

impl Serving {
    /// Takes no new requests and waits a moment for those under way.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let in_order = async { while self.listeners.join_next().await.is_some() {} };
        if tokio::time::timeout(self.farewell, in_order).await.is_err() {
            self.listeners.shutdown().await;
        }
    }
}

fn serve_within(limits: Limits, bound: Bound, router: Router, tls: Option<TlsAcceptor>) -> io::Result<Serving> {
    let router = guard::guarded(router, limits.body_within, if tls.is_some() { 443 } else { 80 });
    let places = Arc::new(Semaphore::new(limits.connections));
    let (stop, _) = watch::channel(false);
    let mut listeners = JoinSet::new();
    for listener in bound.listeners {
        let server = Server {
            limits,
            router: router.clone(),
            tls: tls.clone(),
            places: places.clone(),
            stopped: stop.subscribe(),
        };
        listeners.spawn(server.listen(TcpListener::from_std(listener)?));
    }
    Ok(Serving { stop, listeners, farewell: limits.farewell })
}

#[derive(Clone)]
struct Server {
    limits: Limits,
    router: Router,
    tls: Option<TlsAcceptor>,
    places: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
}

impl Server {
    async fn listen(mut self, listener: TcpListener) {
        let mut connections = JoinSet::new();
        let places = self.places.clone();
        loop {
            let next = async { (accept(&listener).await, places.clone().acquire_owned().await) };
            let (stream, place) = tokio::select! {
                next = next => next,
                () = told(&mut self.stopped) => break,
            };
            // The places are never closed.
            let Ok(place) = place else { break };
            tracing::trace!(free = places.available_permits(), "a connection was accepted");
            connections.spawn(self.clone().converse(stream, place));
            while connections.try_join_next().is_some() {}
        }
        drop(listener);
        while connections.join_next().await.is_some() {}
    }

    async fn converse(mut self, stream: TcpStream, _place: OwnedSemaphorePermit) {
        let Some(tls) = self.tls.take() else { return self.talk(stream).await };
        let handshake = tokio::time::timeout(self.limits.head_within, tls.accept(stream));
        let mut stopped = self.stopped.clone();
        let shaken = tokio::select! {
            shaken = handshake => shaken,
            () = told(&mut stopped) => return,
        };
        match shaken {
            Ok(Ok(stream)) => self.talk(stream).await,
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake did not end in time"),
        }
    }

    async fn talk(mut self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.limits.head_within).max_buf_size(self.limits.head);
        let conversation = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(self.router));
        let mut conversation = std::pin::pin!(conversation);
        let ended = tokio::select! {
            ended = conversation.as_mut() => ended,
            () = told(&mut self.stopped) => {
                conversation.as_mut().graceful_shutdown();
                conversation.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // The system is out of something, files mostly, and may have it again in a moment.
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Until the server is to stop; an error means that it is gone altogether.
async fn told(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use axum::{
        Extension,
        routing::{get, post},
    };
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::Authority;

    /// Quick enough to wait for.
    const QUICK: Limits =
        Limits { head_within: Duration::from_millis(200), body_within: Duration::from_millis(200), ..LIMITS };

    fn router() -> Router {
        async fn whom(Extension(authority): Extension<Authority>) -> String {
            authority.to_string()
        }
        async fn panics() {
            panic!("a secret of the request")
        }
        async fn takes(body: String) -> String {
            body
        }
        Router::new().route("/", get(whom)).route("/panics", get(panics)).route("/takes", post(takes))
    }

    fn start(limits: Limits) -> (u16, Serving) {
        let bound = Bound::at(0).expect("a port");
        (bound.port, serve_within(limits, bound, router(), None).expect("a server"))
    }

    async fn connect(port: u16) -> TcpStream {
        TcpStream::connect(("127.0.0.1", port)).await.expect("a connection")
    }

    /// Sends the head of a request as it is given, and reads until the connection ends.
    async fn exchange(port: u16, head: &str) -> String {
        let mut stream = connect(port).await;
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.expect("a request");
        read(stream).await
    }

    /// A connection that is cut off has been read to its end as well.
    async fn read(mut stream: TcpStream) -> String {
        let mut answer = Vec::new();
        while stream.read_buf(&mut answer).await.is_ok_and(|bytes| bytes > 0) {}
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[tokio::test]
    async fn a_request_says_once_where_it_goes() {
        let (port, _serving) = start(LIMITS);
        for (head, status, host) in [
            ("GET / HTTP/1.1\r\nHost: LOCALHOST:4400", "200", "localhost:4400"),
            ("GET / HTTP/1.1\r\nHost: evil.example", "200", "evil.example:80"),
            ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:4400", "200", "evil.example:80"),
            ("GET http://localhost:4400/ HTTP/1.0", "200", "localhost:4400"),
            ("GET / HTTP/1.1\r\nHost: localhost:4400\r\nHost: localhost:4400", "400", "one Host header"),
            ("GET / HTTP/1.1\r\nHost: localhost:4400\r\nHost: evil.example", "400", "one Host header"),
            ("GET / HTTP/1.1\r\nHost: user@localhost:4400", "400", "one Host header"),
            ("GET http://user@localhost:4400/ HTTP/1.1\r\nHost: localhost:4400", "400", "one Host header"),
            ("GET / HTTP/1.1\r\nHost: localhost:04400", "400", "one Host header"),
            ("GET / HTTP/1.1\r\nHost:", "400", "one Host header"),
            ("GET / HTTP/1.0", "400", "one Host header"),
        ] {
            let answer = exchange(port, head).await;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status}")) || answer.starts_with(&format!("HTTP/1.0 {status}")),
                "{head}: {answer}"
            );
            assert!(answer.contains(host), "{head}: {answer}");
            assert!(answer.contains("x-content-type-options: nosniff"), "{head}: {answer}");
        }
    }

    #[tokio::test]
    async fn a_handler_that_panics_is_answered_and_the_server_goes_on() {
        let (port, _serving) = start(LIMITS);
        for _ in 0..2 {
            let answer = exchange(port, "GET /panics HTTP/1.1\r\nHost: localhost").await;
            assert!(answer.starts_with("HTTP/1.1 500") && answer.contains("A fault of Lintel"), "{answer}");
            assert!(answer.contains("nosniff") && !answer.contains("secret"), "{answer}");
        }
        assert!(exchange(port, "GET / HTTP/1.1\r\nHost: localhost").await.starts_with("HTTP/1.1 200"));
        assert!(exchange(port, "GET /nowhere HTTP/1.1\r\nHost: localhost").await.contains("nosniff"));
    }

    #[tokio::test]
    async fn half_a_request_does_not_keep_a_connection() {
        let (port, _serving) = start(QUICK);
        for half in ["", "GET / HTTP/1.1\r\nHost: localhost\r\n"] {
            let begun = Instant::now();
            let mut stream = connect(port).await;
            stream.write_all(half.as_bytes()).await.expect("half a request");
            read(stream).await;
            assert!(begun.elapsed() < Duration::from_secs(5), "{half:?}");
        }
    }

    #[tokio::test]
    async fn a_handshake_that_does_not_end_gives_its_place_back() {
        let tls = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
        let tls = tls.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        let tls = tls.with_cert_resolver(Arc::new(rustls::server::ResolvesServerCertUsingSni::new()));
        let bound = Bound::at(0).expect("a port");
        let port = bound.port;
        let limits = Limits { connections: 1, ..QUICK };
        let _serving = serve_within(limits, bound, router(), Some(TlsAcceptor::from(Arc::new(tls)))).expect("a server");
        let begun = Instant::now();
        for _ in 0..2 {
            // One after the other, since there is one place.
            assert_eq!(read(connect(port).await).await, "");
        }
        assert!(begun.elapsed() >= QUICK.head_within, "{:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn half_a_body_does_not_keep_a_connection() {
        let (port, _serving) = start(QUICK);
        let begun = Instant::now();
        let mut stream = connect(port).await;
        let half = "POST /takes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf";
        stream.write_all(half.as_bytes()).await.expect("half a request");
        let answer = read(stream).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn no_more_connections_are_open_than_there_are_places() {
        let (port, _serving) = start(Limits { connections: 2, ..QUICK });
        let idle = [connect(port).await, connect(port).await];
        let begun = Instant::now();
        let answer = exchange(port, "GET / HTTP/1.1\r\nHost: localhost").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "once there is a place: {answer}");
        assert!(begun.elapsed() >= QUICK.head_within / 2, "it had to wait: {:?}", begun.elapsed());
        drop(idle);
    }

    #[tokio::test]
    async fn a_head_beyond_the_bound_is_refused() {
        let (port, _serving) = start(LIMITS);
        let answer =
            exchange(port, &format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}", "x".repeat(2 * LIMITS.head))).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }

    #[tokio::test]
    async fn an_end_waits_for_nobody_who_sends_nothing() {
        let (port, serving) = start(Limits { farewell: Duration::from_millis(100), ..LIMITS });
        let _idle = connect(port).await;
        let mut half = connect(port).await;
        half.write_all(b"GET / HTTP/1.1\r\n").await.expect("half a request");
        exchange(port, "GET / HTTP/1.1\r\nHost: localhost").await;
        let begun = Instant::now();
        serving.shutdown().await;
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "the port is free again");
    }

    #[tokio::test]
    async fn a_server_that_is_dropped_is_gone() {
        let (port, serving) = start(LIMITS);
        let idle = connect(port).await;
        exchange(port, "GET / HTTP/1.1\r\nHost: localhost").await;
        drop(serving);
        assert_eq!(read(idle).await, "");
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    }
}
