//! Files and tokens that an import cannot use: each is named, the program ends with 1, and the tenant stays as it is.

use lintel_oidc::http::Fetcher;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::elsewhere::{Elsewhere, ran};

const CUT_OFF: &str = r#"{"format": "lintel-connections", "version": 1, "connections": [{"conn"#;

#[test]
fn a_file_that_cannot_be_imported_says_why_and_nothing_is_done() {
    let there = Elsewhere::start();
    let folder = TempDir::new().expect("a folder");
    let acme = json!({ "name": "acme", "strategy": "oidc", "options": { "client_id": "c" } });
    let large = format!("[{acme}{}]", " ".repeat(50 * 1024 * 1024));
    let newer = json!({ "format": "lintel-connections", "version": 7, "connections": [] }).to_string();
    let open = r###"{"name": "acme", "strategy": "oidc", "options": {"type": "back_channel", "client_id": "c",
        "client_secret": "##ACME_SECRET##", "discovery_url": "http://localhost:9/.well-known/openid-configuration"}}"###;
    for (name, text, expected) in [
        ("realm.json", r#"{"realm": "x", "clients": []}"#.to_owned(), "a realm of Keycloak"),
        ("newer.json", newer, "version 7"),
        ("twice.json", json!([acme, acme]).to_string(), "acme is there twice"),
        ("name-twice.json", r#"[{"name": "a", "name": "b"}]"#.to_owned(), "“name” twice"),
        ("cut.json", CUT_OFF.to_owned(), "ends in the middle"),
        ("large.json", large, "more than the 32 MiB that are read"),
        ("empty.json", String::new(), "There is no connection in"),
        ("open.json", open.to_owned(), "ACME_SECRET"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        let (path, journal) = (path.to_str().expect("a path"), folder.path().join("journal"));
        let journal = journal.to_str().expect("a path");
        let (code, said, why) = there.run(&["connections", "import", path, "--apply", "--journal", journal]);
        assert_eq!((code, said.as_str()), (Some(1), ""), "{name}: {why}");
        assert!(why.contains(expected), "{name}: {why}");
    }
    let (code, _, why) = there.run(&["connections", "import", "/nowhere.json", "--plan"]);
    assert_eq!(code, Some(1));
    assert!(why.contains("/nowhere.json could not be read"), "{why}");
    let (_, listed, _) = there.run(&["connections", "list", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&listed).expect("JSON"), json!([]));
}

#[tokio::test]
async fn a_token_that_may_not_create_is_told_with_the_scope_and_nothing_is_done() {
    let there = Elsewhere::start();
    let line = there.served.served().line.clone();
    let text = |member: &str| line[member].as_str().expect("a text");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", text("client_id")),
        ("client_secret", text("client_secret")),
        ("audience", text("audience")),
        ("scope", "read:connections read:connections_options read:clients"),
    ];
    let endpoint = format!("{}/oauth/token", text("url")).parse().expect("a URL");
    let answer = Fetcher::new().expect("a fetcher").post_form(&endpoint, &form).await.expect("an answer");
    let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
    let mut variables = there.variables("THERE");
    variables.push(("THERE_TOKEN".to_owned(), answer["access_token"].as_str().expect("a token").to_owned()));
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let acme = json!([{ "name": "acme", "strategy": "oidc", "options": {
        "type": "front_channel", "client_id": "c", "scope": "openid", "issuer": "https://idp.example.com",
        "authorization_endpoint": "https://idp.example.com/authorize", "jwks_uri": "https://idp.example.com/jwks",
    } }]);
    std::fs::write(path("acme.json"), acme.to_string()).expect("a file");
    let (file, journal) = (path("acme.json"), path("journal"));
    let (code, listed, why) = tokio::task::spawn_blocking(move || {
        let import = ["connections", "import", &file, "--tenant", "env:THERE", "--apply", "--journal", &journal];
        let (code, _, why) = ran(&import, &variables);
        (code, ran(&["connections", "list", "--json", "--tenant", "env:THERE"], &variables).1, why)
    })
    .await
    .expect("it ran");
    assert_eq!(code, Some(1), "{why}");
    assert!(why.contains("create:connections"), "{why}");
    assert_eq!(serde_json::from_str::<Value>(&listed).expect("JSON"), json!([]));
}
