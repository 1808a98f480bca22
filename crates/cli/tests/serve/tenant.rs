use std::{io::Write, net::TcpStream, path::Path};

use lintel_oidc::{Secret, http::Fetcher};
use serde_json::Value;
use tempfile::TempDir;

use crate::served::{Served, run};

const KEY: &str = "a key that only this test knows";

#[tokio::test]
async fn prints_one_line_with_credentials_that_the_management_api_takes() {
    let data = TempDir::new().expect("a folder");
    let tenant = serve(data.path());
    let members: Vec<&String> = tenant.line.as_object().expect("an object").keys().collect();
    assert_eq!(members, ["url", "client_id", "client_secret", "audience"]);
    assert_eq!(tenant.text("audience"), format!("{}/api/v2/", tenant.text("url")));

    let token = management_token(&tenant).await;
    let connections = format!("{}/api/v2/connections", tenant.text("url")).parse().expect("a URL");
    let answer = fetcher().get_with_bearer(&connections, &token).await.expect("an answer");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, b"[]");
    tenant.terminate().assert_clean();
}

#[tokio::test]
async fn logs_on_stderr_and_never_a_secret() {
    let data = TempDir::new().expect("a folder");
    let arguments = ["tenant", "serve", "--port", "0", "--data", path(data.path())];
    let tenant = Served::start(&arguments, &[("LINTEL_KEY", KEY), ("LINTEL_LOG", "trace")]);
    let client_secret = tenant.text("client_secret").to_owned();
    let token = management_token(&tenant).await;
    let ended = tenant.terminate();
    ended.assert_clean();
    assert!(ended.stderr.contains("TRACE"), "it logs: {}", ended.stderr);
    for secret in [KEY, &client_secret, token.expose()] {
        assert!(!ended.stderr.contains(secret), "the log shows {secret}");
    }
}

#[test]
fn a_second_one_on_the_same_folder_says_who_has_it() {
    let data = TempDir::new().expect("a folder");
    let first = serve(data.path());
    let second = run(&["tenant", "serve", "--data", path(data.path())], &[("LINTEL_KEY", KEY)]);
    assert_eq!(second.status.code(), Some(1));
    assert!(second.stdout.is_empty());
    let message = String::from_utf8(second.stderr).expect("text");
    assert_eq!(
        message,
        format!(
            "lintel: The data folder {} is in use by lintel (process {}). Quit it, or name another folder.\n",
            path(data.path()),
            first.pid()
        )
    );
    first.terminate().assert_clean();
}

#[test]
fn the_same_folder_has_the_same_address_and_credentials_and_wants_the_same_key() {
    let data = TempDir::new().expect("a folder");
    let first = serve(data.path());
    let line = first.line.clone();
    first.terminate().assert_clean();

    let refused = run(&["tenant", "serve", "--data", path(data.path())], &[("LINTEL_KEY", "another key")]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    let message = String::from_utf8(refused.stderr).expect("text");
    assert!(message.contains("The key does not open the database"), "{message}");

    let again = Served::start(&["tenant", "serve", "--data", path(data.path())], &[("LINTEL_KEY", KEY)]);
    assert_eq!(again.line, line);
    again.terminate().assert_clean();
}

#[test]
fn ends_although_somebody_holds_a_request_half_sent() {
    let data = TempDir::new().expect("a folder");
    let tenant = serve(data.path());
    let authority = tenant.text("url").replace("http://", "");
    let mut connection = TcpStream::connect(authority).expect("a connection");
    connection.write_all(b"POST /oauth/token HTTP/1.1\r\nContent-Length: 9\r\n").expect("half a request");
    tenant.terminate().assert_clean();
}

fn serve(data: &Path) -> Served {
    Served::start(&["tenant", "serve", "--port", "0", "--data", path(data)], &[("LINTEL_KEY", KEY)])
}

async fn management_token(tenant: &Served) -> Secret {
    let endpoint = format!("{}/oauth/token", tenant.text("url")).parse().expect("a URL");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", tenant.text("client_id")),
        ("client_secret", tenant.text("client_secret")),
        ("audience", tenant.text("audience")),
    ];
    let answer = fetcher().post_form(&endpoint, &form).await.expect("an answer");
    let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
    Secret::new(body["access_token"].as_str().unwrap_or_else(|| panic!("no token: {body}")))
}

fn fetcher() -> Fetcher {
    Fetcher::new().expect("a fetcher")
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a plain path")
}
