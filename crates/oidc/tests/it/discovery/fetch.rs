use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use lintel_oidc::Secret;
use lintel_oidc::http::{FetchError, Fetcher, MAX_BODY, RedirectRefusal, TlsProblem};

use super::server::{answer, redirect, serve, serve_slowly};

fn fetcher() -> Fetcher {
    Fetcher::new().expect("the system's roots can be read")
}

#[tokio::test]
async fn five_redirects_are_followed_and_six_are_not() {
    let base = serve(|request| match request.uri().path().trim_start_matches('/').parse::<u32>() {
        Ok(0) | Err(_) => answer(200, "application/json", "{}"),
        Ok(left) => redirect(&format!("/{}", left - 1)),
    })
    .await;
    let five = fetcher().fetch(&base.join("/5").expect("a URL")).await.expect("five are allowed");
    assert_eq!((five.status, five.hops.len(), five.url.path(), five.final_url.path()), (200, 5, "/5", "/0"));
    let six = fetcher().fetch(&base.join("/6").expect("a URL")).await;
    assert!(matches!(six, Err(FetchError::TooManyRedirects { limit: 5, .. })), "{six:?}");
}

#[tokio::test]
async fn a_redirect_to_another_scheme_or_to_plain_http_elsewhere_is_refused() {
    for (target, wanted) in [
        ("file:///etc/passwd", RedirectRefusal::OtherScheme),
        ("javascript:alert(1)", RedirectRefusal::OtherScheme),
        ("http://op.example/", RedirectRefusal::NotHttps),
    ] {
        let base = serve(move |_| redirect(target)).await;
        match fetcher().fetch(&base).await {
            Err(FetchError::RedirectRefused { from, to, reason }) => {
                assert_eq!((from, to.as_str(), reason), (base, target, wanted))
            }
            other => panic!("{target}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn the_last_byte_that_is_read_is_the_131072nd() {
    let base = serve(|request| {
        let length: usize = request.uri().path().trim_start_matches('/').parse().expect("a length");
        answer(200, "application/json", vec![b' '; length])
    })
    .await;
    let whole = fetcher().fetch(&base.join("/131072").expect("a URL")).await.expect("128 KiB fit");
    assert_eq!(whole.body.len(), MAX_BODY);
    let more = fetcher().fetch(&base.join("/131073").expect("a URL")).await;
    assert!(matches!(more, Err(FetchError::TooLarge { limit: MAX_BODY, .. })), "{more:?}");
}

#[tokio::test]
async fn a_compressed_body_counts_as_it_is_after_inflating() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b' '; 64 * MAX_BODY]).expect("memory takes all");
    let bomb = bomb.finish().expect("memory takes all");
    assert!(bomb.len() < MAX_BODY);
    let base = serve(move |_| {
        let mut response = answer(200, "application/json", bomb.clone());
        response.headers_mut().insert("content-encoding", "gzip".parse().expect("a header"));
        response
    })
    .await;
    let outcome = fetcher().fetch(&base).await;
    assert!(matches!(outcome, Err(FetchError::TooLarge { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_slow_server_ends_in_a_timeout() {
    let base = serve_slowly(|_| async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        answer(200, "application/json", "{}")
    })
    .await;
    let outcome = fetcher().with_time_limit(Duration::from_millis(100)).fetch(&base).await;
    assert!(matches!(outcome, Err(FetchError::Timeout { .. })), "{outcome:?}");
}

#[tokio::test]
async fn any_status_is_an_answer_with_its_headers() {
    let base = serve(|_| answer(404, "text/html; charset=utf-8", "<html>")).await;
    let answer = fetcher().fetch(&base).await.expect("an answer");
    assert_eq!((answer.status, answer.content_type.as_deref()), (404, Some("text/html; charset=utf-8")));
    assert!(!answer.is_success());
    assert!(answer.date.is_some(), "the server's clock");
}

#[tokio::test]
async fn the_request_says_who_asks_and_what_for() {
    let base = serve(|request| {
        let header =
            |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        answer(200, "text/plain", format!("{}|{}", header("user-agent"), header("accept")))
    })
    .await;
    let answer = fetcher().fetch(&base).await.expect("an answer");
    assert_eq!(answer.body, format!("Lintel/{}|application/json", env!("CARGO_PKG_VERSION")).into_bytes());
}

#[tokio::test]
async fn names_below_localhost_are_this_computer() {
    let base = serve(|_| answer(200, "application/json", "{}")).await;
    let mut url = base;
    url.set_host(Some("tenant.localhost")).expect("a host");
    assert_eq!(fetcher().fetch(&url).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn plain_http_elsewhere_is_never_called() {
    for url in ["http://op.example/", "http://10.0.0.1/", "ftp://op.example/"] {
        let outcome = fetcher().fetch(&url.parse().expect("a URL")).await;
        assert!(matches!(outcome, Err(FetchError::NotHttps { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn each_cause_of_silence_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let refused = fetcher().fetch(&format!("http://127.0.0.1:{port}/").parse().expect("a URL")).await;
    assert!(matches!(&refused, Err(FetchError::ConnectionRefused { port: at, .. }) if *at == port), "{refused:?}");

    let nowhere = fetcher().fetch(&"https://nowhere.invalid/".parse().expect("a URL")).await;
    assert!(
        matches!(&nowhere, Err(FetchError::NameNotResolved { host, .. }) if host == "nowhere.invalid"),
        "{nowhere:?}"
    );

    let plain = serve(|_| answer(200, "application/json", "{}")).await;
    let tls = fetcher().fetch(&plain.as_str().replace("http:", "https:").parse().expect("a URL")).await;
    let Err(FetchError::Tls { problem: TlsProblem::NotTls, source, .. }) = tls else { panic!("{tls:?}") };
    let elsewhere = FetchError::Tls { host: "op.example".to_owned(), problem: TlsProblem::NotTls, source };
    let remedy = |error: &FetchError| error.finding().remedy.expect("a remedy");
    assert_eq!(remedy(&elsewhere), "Use the port at which op.example speaks https.");
    let FetchError::Tls { problem, source, .. } = elsewhere else { unreachable!() };
    let here = FetchError::Tls { host: "localhost".to_owned(), problem, source };
    assert_eq!(remedy(&here), "On this computer http will do: write http:// in the address.");
}

#[tokio::test]
async fn secrets_are_sent_where_they_were_meant_to_go_and_no_further() {
    let base = serve(|request| match request.uri().path() {
        "/" => redirect("/there"),
        path => answer(200, "text/plain", path.to_owned()),
    })
    .await;
    let form = fetcher().post_form(&base, &[("client_secret", "a&b=c")]).await.expect("an answer");
    assert_eq!((form.status, form.hops.len()), (302, 0));
    let bearer = fetcher().get_with_bearer(&base, &Secret::new("token")).await.expect("an answer");
    assert_eq!((bearer.status, bearer.hops.len()), (302, 0));
    let request = http::Request::get(base.as_str()).body(Vec::new()).expect("a request");
    assert_eq!(fetcher().http(request).await.expect("an answer").status(), 302);
}

#[tokio::test]
async fn a_form_and_a_token_arrive_as_sent() {
    let base = serve_slowly(|request| async move {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 1000).await.expect("a body");
        let authorization =
            parts.headers.get("authorization").map(|value| value.as_bytes().to_vec()).unwrap_or_default();
        answer(200, "text/plain", [parts.method.as_str().as_bytes(), b" ", &authorization, b" ", &body].concat())
    })
    .await;
    let form = fetcher().post_form(&base, &[("code", "a b"), ("client_secret", "x&y")]).await.expect("an answer");
    assert_eq!(form.body, b"POST  code=a+b&client_secret=x%26y");
    let bearer = fetcher().get_with_bearer(&base, &Secret::new("abc")).await.expect("an answer");
    assert_eq!(bearer.body, b"GET Bearer abc ");
    let request =
        http::Request::post(base.as_str()).header("authorization", "DPoP t").body(b"x".to_vec()).expect("a request");
    assert_eq!(fetcher().http(request).await.expect("an answer").body(), b"POST DPoP t x");
}
