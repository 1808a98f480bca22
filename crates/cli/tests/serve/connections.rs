//! `lintel tenants` and `lintel connections`, as a script uses them.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    elsewhere::{Elsewhere, KEY, Running, ran},
    served::run,
};

#[test]
fn a_tenant_of_the_environment_is_listed_and_checked_without_a_folder() {
    let there = Elsewhere::start();
    let (code, listed, _) = there.run(&["connections", "list", "--json"]);
    assert_eq!((code, serde_json::from_str::<Value>(&listed).expect("JSON")), (Some(0), json!([])));
    let (code, checked, _) = there.run(&["connections", "check", "--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&checked).expect("JSON"), json!({ "connections": [] }));
    // Nothing but what went wrong is on stderr, as it is without a filter for logs.
    let listed = run(&["connections", "list", "--tenant", "env:THERE"], &unfiltered(&there.variables("THERE")));
    assert_eq!((listed.status.code(), String::from_utf8(listed.stderr).as_deref()), (Some(0), Ok("")));
    let (code, _, why) = there.run(&["connections", "check", "acme"]);
    assert_eq!((code, why.as_str()), (Some(2), "lintel: There is no OpenID Connect connection named acme.\n"));
}

fn unfiltered(variables: &[(String, String)]) -> Vec<(&str, &str)> {
    variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_folder_that_another_process_holds_is_refused_by_name() {
    let there = Elsewhere::start();
    let path = there.folder.path().to_str().expect("a path");
    let refused = run(&["tenants", "list", "--data", path], &[("LINTEL_KEY", KEY), ("LINTEL_LOG", "off")]);
    let why = String::from_utf8(refused.stderr).expect("text");
    assert_eq!(refused.status.code(), Some(2));
    assert!(why.contains(path) && why.contains(&there.served.served().pid().to_string()), "{why}");
}

#[test]
fn a_variable_that_is_not_set_and_a_tenant_that_is_not_there_are_named() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    let environment = [("LINTEL_KEY", KEY), ("LINTEL_LOG", "off")];
    let why = |tenant: &str| {
        let refused = run(&["connections", "list", "--data", path, "--tenant", tenant], &environment);
        assert_eq!(refused.status.code(), Some(2));
        String::from_utf8(refused.stderr).expect("text")
    };
    assert_eq!(why("env:NOWHERE"), "lintel: env:NOWHERE needs NOWHERE_DOMAIN, which is not set.\n");
    assert!(why("prod").contains("There is no tenant “prod” here. There are: Local tenant."));
}

/// Connections go from a file to a tenant and back into files, and the same file twice changes nothing.
#[test]
fn a_file_is_planned_brought_to_a_tenant_and_written_again() {
    let there = Elsewhere::start();
    let practice = Running::start(&["practice", "serve", "--port", "0"], &[]);
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let connection = json!([{ "name": "acme", "strategy": "oidc", "options": {
        "type": "back_channel", "client_id": "c-31", "client_secret": "s3cret \"'$`", "scope": "openid email",
        "discovery_url": practice.served().text("discovery_url"),
    } }]);
    std::fs::write(path("acme.json"), connection.to_string()).expect("a file");

    let (code, plan, why) = there.run(&["connections", "import", &path("acme.json"), "--plan", "--json"]);
    assert_eq!(code, Some(2), "{plan}{why}");
    assert_eq!(serde_json::from_str::<Value>(&plan).expect("JSON")["summary"]["create"], 1);
    assert!(!plan.contains("s3cret"), "a plan shows no secret");
    let (code, _, why) = there.run(&["connections", "import", &path("acme.json"), "--apply"]);
    assert_eq!(code, Some(1));
    assert!(why.contains("--journal"), "{why}");
    let applied = ["connections", "import", &path("acme.json"), "--apply", "--journal", &path("journal")];
    let (code, said, why) = there.run(&applied);
    assert_eq!(code, Some(0), "{said}{why}");
    let (code, plan, why) = there.run(&["connections", "import", &path("acme.json"), "--plan"]);
    assert_eq!(code, Some(0), "the second time nothing is to be done: {plan}{why}");

    for (format, name) in
        [("lintel", "sealed.json"), ("deploy-cli-yaml", "yaml"), ("deploy-cli-folder", "folder"), ("terraform", "tf")]
    {
        let (code, _, why) =
            there.run(&["connections", "export", "--format", format, "--secrets", "sealed", "--to", &path(name)]);
        assert_eq!(code, Some(0), "{format}: {why}");
        let (code, plan, why) = there.run(&["connections", "import", &path(name), "--plan"]);
        assert!(matches!(code, Some(0 | 2)), "{format}: {plan}{why}");
        assert!(!plan.contains("+ acme"), "{format} names the connection that is there: {plan}");
    }
    let (code, plan, why) = there.run(&["connections", "import", &path("sealed.json"), "--plan"]);
    assert_eq!(code, Some(0), "the sealed secret is the one that is there: {plan}{why}");
    let (code, _, why) = there.run(&["connections", "export", "--to", &path("sealed.json")]);
    assert_eq!(code, Some(1));
    assert!(why.contains("is there already"), "{why}");
    let (code, shown, _) = there.run(&["connections", "show", "acme"]);
    assert_eq!(code, Some(0));
    assert!(shown.contains("c-31") && !shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_plan_that_nobody_can_make_is_an_error_and_no_change() {
    for arguments in [&["connections", "import"][..], &["connections", "promote", "--from", "a", "--plan"]] {
        assert_eq!(run(arguments, &[]).status.code(), Some(1), "{arguments:?}");
    }
    assert_eq!(run(&["connections", "check", "--nonsense"], &[]).status.code(), Some(2));
}

/// What a journal is for is said where there is none, and what is no journal of this tenant stays as it is.
#[test]
fn a_file_that_is_no_journal_of_this_tenant_is_refused_by_name_and_stays() {
    let there = Elsewhere::start();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let empty = json!({ "format": "lintel-connections", "version": 1, "connections": [] }).to_string();
    std::fs::write(path("empty.json"), &empty).expect("a file");
    let import = |more: &[&str]| there.run(&[&["connections", "import", &path("empty.json")], more].concat());
    let refused = |more: &[&str], expected: &str| {
        let (code, said, why) = import(more);
        assert_eq!((code, said.as_str()), (Some(1), ""), "{why}");
        assert!(why.contains(expected), "{why}");
    };
    let journal = path("journal");
    refused(&["--apply"], "Nothing keeps what is done");
    refused(&["--resume", "--journal", &journal], "There is no journal");
    assert!(!folder.path().join("journal").exists());
    refused(&["--apply", "--journal", folder.path().to_str().expect("a path")], "is a folder");
    refused(&["--apply", "--journal", &path("empty.json")], "empty.json is not a journal of Lintel’s");
    assert_eq!(std::fs::read_to_string(path("empty.json")).expect("text"), empty);
    assert_eq!(import(&["--apply", "--journal", &journal]).0, Some(0));
    refused(&["--resume", "--journal", &journal], "No run to this tenant stopped");

    let other = Elsewhere::start();
    let command =
        ["connections", "import", &path("empty.json"), "--tenant", "env:OTHER", "--apply", "--journal", &journal];
    let (code, _, why) = ran(&command, &other.variables("OTHER"));
    assert_eq!(code, Some(1));
    assert!(why.contains("is the journal of localhost:"), "{why}");
    let mut variables = there.variables("OTHER");
    variables.push(("LINTEL_KEY".to_owned(), "another key".to_owned()));
    let (code, _, why) = ran(&command, &variables);
    assert_eq!(code, Some(1));
    assert!(why.contains("LINTEL_KEY is not what"), "{why}");
}

#[test]
fn what_a_tenant_is_added_with_is_read_before_a_folder_is_opened() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("data").to_str().expect("a path").to_owned();
    let refused = |more: &[&str], environment: &[(&str, &str)], expected: &str| {
        let arguments = [&["tenants", "add", "prod.eu.auth0.com", "--data", &data], more].concat();
        let refused = run(&arguments, &[&[("LINTEL_KEY", KEY), ("LINTEL_LOG", "off")], environment].concat());
        let why = String::from_utf8(refused.stderr).expect("text");
        assert_eq!(refused.status.code(), Some(2), "{why}");
        assert!(why.contains(expected), "{why}");
    };
    refused(&[], &[], "--client-id");
    refused(&["--client-id", "a", "--token"], &[], "cannot be used with");
    refused(&["--client-id", "a", "--private-key", "/nowhere"], &[], "/nowhere could not be read");
    refused(
        &["--client-id", "a", "--ca-file", "/nowhere"],
        &[("LINTEL_CLIENT_SECRET", "s")],
        "/nowhere could not be read",
    );
    refused(&["--client-id", "a"], &[], "The client secret is empty.");
    refused(&["--token"], &[], "The token is empty.");
    assert!(!folder.path().join("data").exists());
    refused(&["--token"], &[("LINTEL_TOKEN", "t")], "There is no keychain to keep the credentials in");
}
