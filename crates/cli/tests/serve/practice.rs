use lintel_oidc::http::Fetcher;
use serde_json::Value;

use crate::served::{Served, run};

#[tokio::test]
async fn prints_one_line_with_the_address_of_a_document_that_is_answered() {
    let practice = Served::start(&["practice", "serve", "--port", "0", "--dial", "wrong-issuer"], &[]);
    let members: Vec<&String> = practice.line.as_object().expect("an object").keys().collect();
    assert_eq!(members, ["issuer", "discovery_url", "client_id", "client_secret"]);

    let discovery_url = practice.text("discovery_url").parse().expect("a URL");
    let answer = Fetcher::new().expect("a fetcher").fetch(&discovery_url).await.expect("an answer");
    assert_eq!(answer.status, 200);
    let document: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(document["issuer"], practice.line["issuer"]);

    let ended = practice.terminate();
    ended.assert_clean();
    assert!(ended.stderr.contains("wrong-issuer"), "it logs on stderr: {}", ended.stderr);
}

#[test]
fn a_dial_that_it_does_not_have_is_answered_with_where_they_are_listed() {
    let refused = run(&["practice", "serve", "--port", "0", "--dial", "wrong-isuer"], &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(refused.stdout.is_empty());
    let message = String::from_utf8(refused.stderr).expect("text");
    assert!(message.contains("`lintel practice dials` lists them"), "{message}");
    let listed = run(&["practice", "dials"], &[]);
    let listed = String::from_utf8(listed.stdout).expect("text");
    assert!(listed.contains("Token endpoint\n  secret-rejected") && listed.contains("  wrong-issuer"), "{listed}");
}
