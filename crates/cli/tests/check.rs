//! `lintel check`, as a shell runs it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

#[test]
fn a_sound_saved_document_exits_with_0() {
    let output = lintel(&["check", "--file", &corpus("google.json")]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("✓ Front Channel: usable\n✓ Back Channel: usable\n"), "{text}");
    assert!(text.contains("issuer    https://accounts.google.com"), "{text}");
    assert!(output.stderr.is_empty());
}

#[test]
fn either_channel_will_do_unless_one_is_asked_about() {
    let file = corpus("entra-missing-token-endpoint.json");
    let exit = |more: &[&str]| lintel(&[&["check", "--file", &file], more].concat()).status.code();
    assert_eq!(exit(&[]), Some(0));
    assert_eq!(exit(&["--channel", "front"]), Some(0));
    assert_eq!(exit(&["--channel", "back"]), Some(1));
    assert_eq!(exit(&["--channel", "back", "--json"]), Some(1));
}

#[test]
fn a_line_that_says_usable_stands_above_nothing_that_says_otherwise() {
    let sound = std::fs::read_to_string(corpus("google.json")).expect("the document");
    let mut document: Value = serde_json::from_str(&sound).expect("JSON");
    document["token_endpoint_auth_methods_supported"] = serde_json::json!(["client_secret_basic"]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("basic.json");
    std::fs::write(&file, document.to_string()).expect("the document is written");
    let file = file.to_str().expect("a path");
    let output = lintel(&["check", "--file", file]);
    assert_eq!(output.status.code(), Some(0), "Front Channel asks the token endpoint nothing");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        text.contains("✓ Front Channel: usable\n✗ Back Channel: will fail because the token endpoint accepts client_secret_basic alone"),
        "{text}"
    );
    let back = lintel(&["check", "--file", file, "--channel", "back", "--json"]);
    assert_eq!(back.status.code(), Some(1));
    assert_eq!(json(&back)["channels"]["back"]["usable"], false);
    assert_eq!(json(&back)["channels"]["front"]["usable"], true);
}

#[test]
fn the_json_has_both_channels_and_every_finding_whatever_channel_is_asked_about() {
    let url = "https://raw.githubusercontent.com/amanibhavam/amanibhavam.github.io/master/v9/openid/.well-known/openid-configuration";
    let file = corpus("kubernetes-raw-github.json");
    let output = lintel(&["check", "--file", &file, "--url", url, "--channel", "front", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    assert_eq!(keys(&report), ["url", "channels", "findings"]);
    assert_eq!(report["url"], url);
    assert_eq!(keys(&report["channels"]), ["front", "back"]);
    let back = &report["channels"]["back"];
    assert_eq!(keys(back), ["usable", "missing", "invalid", "warnings"]);
    assert_eq!(back["usable"], false);
    assert_eq!(back["missing"], serde_json::json!(["token_endpoint"]));
    assert_eq!(back["invalid"], serde_json::json!(["authorization_endpoint(not_http_url)"]));
    assert_eq!(back["warnings"], serde_json::json!(["issuer_mismatch", "no_code_response_type"]));
    let finding = &report["findings"][0];
    for member in ["code", "severity", "member", "message"] {
        assert!(finding[member].is_string(), "{finding}");
    }
}

#[test]
fn without_a_url_the_issuer_is_compared_with_nothing() {
    let output = lintel(&["check", "--json", "--file", &corpus("oracle-idcs.json")]);
    let report = json(&output);
    assert_eq!(report["url"], Value::Null);
    assert_eq!(report["channels"]["front"]["warnings"], serde_json::json!([]));
}

#[test]
fn a_base_url_is_as_good_as_the_full_one() {
    let output = lintel(&["check", "--json", "--file", &corpus("google.json"), "--url", "accounts.google.com/"]);
    let report = json(&output);
    assert_eq!(report["url"], "https://accounts.google.com/.well-known/openid-configuration");
    assert_eq!(report["channels"]["front"]["warnings"], serde_json::json!([]));
}

#[test]
fn a_document_that_is_no_json_exits_with_1() {
    let output = lintel(&["check", "--json", "--file", &corpus("zxid-invalid-json.json")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["channels"]["back"]["invalid"], serde_json::json!(["document(not_valid_json)"]));
}

#[test]
fn no_answer_exits_with_2_and_says_why() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let silent = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let cases = [
        (vec!["check", &silent], "connection-refused"),
        (vec!["check", "https://nowhere.invalid"], "host-not-resolved"),
        (vec!["check", "not a url"], "url-not-usable"),
        (vec!["check", "--file", "/nowhere/document.json"], "file-unreadable"),
    ];
    for (arguments, code) in cases {
        let output = lintel(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        let text = String::from_utf8(output.stderr).expect("text");
        assert!(text.contains(code), "{arguments:?}: {text}");

        let output = lintel(&[arguments.as_slice(), &["--json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let report = json(&output);
        assert_eq!(report["findings"][0]["code"], code);
        assert_eq!(report["channels"]["front"]["usable"], false);
        assert_eq!(report["channels"]["back"]["usable"], false);
    }
}

#[test]
fn arguments_that_make_no_sense_exit_with_2() {
    for arguments in [
        vec!["check"],
        vec!["check", "https://op.example", "--channel", "side"],
        vec!["check", "https://op.example", "--file", "x"],
        vec!["check", "https://op.example", "--url", "https://op.example"],
        vec!["check", "--file", "x", "--url", "not a url"],
        vec!["chek"],
    ] {
        let output = lintel(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[tokio::test]
async fn a_page_of_html_is_an_answer_and_exits_with_1() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let router =
        axum::Router::new().fallback(|| async { axum::response::Html("<!doctype html><title>Sign in</title>") });
    tokio::spawn(async move { axum::serve(listener, router).await });
    let output = tokio::task::spawn_blocking(move || lintel(&["check", "--json", &base])).await.expect("it ran");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["findings"][0]["code"], "document-is-html");
}

fn lintel(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lintel")).args(arguments).output().expect("lintel runs")
}

fn corpus(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/discovery-corpus").join(name);
    path.to_str().expect("a plain path").to_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON on stdout")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}
