//! `lintel tenants` and `lintel connections`, as a script uses them.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::served::{Served, run};

const KEY: &str = "a key that only this test knows";

/// A tenant that another process serves, named by variables of the environment.
struct Elsewhere {
    served: Served,
    folder: TempDir,
}

impl Elsewhere {
    fn start() -> Elsewhere {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_str().expect("a path");
        let served = Served::start(&["tenant", "serve", "--data", path, "--port", "0"], &[("LINTEL_KEY", KEY)]);
        Elsewhere { served, folder }
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let environment = [
            ("LINTEL_LOG", "off"),
            ("THERE_DOMAIN", self.served.text("url")),
            ("THERE_CLIENT_ID", self.served.text("client_id")),
            ("THERE_CLIENT_SECRET", self.served.text("client_secret")),
        ];
        let output = run(&[arguments, &["--tenant", "env:THERE"]].concat(), &environment);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn a_tenant_of_the_environment_is_listed_and_checked_without_a_folder() {
    let there = Elsewhere::start();
    let (code, listed, _) = there.run(&["connections", "list", "--json"]);
    assert_eq!((code, serde_json::from_str::<Value>(&listed).expect("JSON")), (Some(0), json!([])));
    let (code, checked, _) = there.run(&["connections", "check", "--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&checked).expect("JSON"), json!({ "connections": [] }));
    let (code, _, why) = there.run(&["connections", "check", "acme"]);
    assert_eq!((code, why.as_str()), (Some(2), "lintel: There is no OpenID Connect connection named acme.\n"));
}

#[test]
fn a_folder_that_another_process_holds_is_refused_by_name() {
    let there = Elsewhere::start();
    let path = there.folder.path().to_str().expect("a path");
    let refused = run(&["tenants", "list", "--data", path], &[("LINTEL_KEY", KEY), ("LINTEL_LOG", "off")]);
    let why = String::from_utf8(refused.stderr).expect("text");
    assert_eq!(refused.status.code(), Some(2));
    assert!(why.contains(path) && why.contains(&there.served.pid().to_string()), "{why}");
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
