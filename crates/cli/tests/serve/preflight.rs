//! `lintel preflight` against the practice provider, as a shell runs it.

use serde_json::Value;

use crate::served::{Served, run};

const SECRET: &str = "LINTEL_TEST_SECRET";

#[test]
fn what_is_proven_is_told_and_a_refusal_is_an_exit_code() {
    let practice = Served::start(&["practice", "serve", "--port", "0"], &[]);
    let (issuer, secret) = (practice.text("issuer"), practice.text("client_secret"));
    let callback = "http://localhost:4400/login/callback";
    let asked = |client: &'static str, more: &[&'static str], callback: &str| {
        let mut arguments = vec!["preflight", issuer, "--client-id", client, "--callback", callback];
        arguments.extend(["--secret-env", SECRET]);
        arguments.extend(more);
        run(&arguments, &[(SECRET, secret)])
    };

    let plan = asked("practice-client", &["--plan"], callback);
    assert_eq!(plan.status.code(), Some(0));
    let planned = String::from_utf8(plan.stdout).expect("text");
    assert!(planned.contains("Up to 8 requests, one a second"), "{planned}");
    assert!(planned.contains("client-authentication-control") && planned.contains("into its log"), "{planned}");

    // Two requests are enough here; the others wait a second each.
    let few = ["client-id-control", "channel-control", "pkce-control", "scopes-control", "client-authentication"];
    let without: Vec<&str> = few.iter().flat_map(|id| ["--without", id]).collect();
    let sound = asked("practice-client", &[&without[..], &["--json"]].concat(), callback);
    assert_eq!(sound.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&sound.stdout).expect("JSON on standard output alone");
    assert_eq!(told["experiments"][0]["verdict"], "proven", "{told:#}");
    assert_eq!(told["compatibility"]["channel"]["strongest"], "back_channel");
    let announced = String::from_utf8(sound.stderr).expect("text");
    assert!(announced.contains("Up to 3 requests") && !announced.contains("pkce-control"), "{announced}");
    assert!(!announced.contains(secret) && !told.to_string().contains(secret));

    let refused = asked("practice-client", &without, "https://tenant.example/login/callback");
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8(refused.stdout).expect("text");
    assert!(words.contains("✗ Callback: refused"), "{words}");
    assert!(words.contains("→ Add https://tenant.example/login/callback to the redirect URIs"), "{words}");

    let unknown = asked("practice-client", &["--without", "everything"], callback);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("There is no request everything"));
    practice.terminate().assert_clean();
}

#[test]
fn a_secret_that_is_not_there_and_a_provider_that_does_not_answer_end_it_with_2() {
    let arguments = ["preflight", "http://127.0.0.1:1", "--client-id", "a", "--callback", "https://a.example/cb"];
    let output = run(&arguments, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("refused the connection"));
}
